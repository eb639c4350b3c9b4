package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.http.Headers;
import dev.trefoil.http.RecordedResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What is wrong with an answer; an empty text where nothing is. */
final class Answers {
  /** The Jetty of Google's functions sends no more, which is the least of what is before us. */
  private static final int MOST_HEADERS = 8 << 10;

  private static final int SHOWN = 3_000;

  private Answers() {}

  /** Of any answer: headers that no client, and nothing in between, stumbles over. */
  static String headerFault(RecordedResponse response) {
    AtomicInteger size = new AtomicInteger();
    AtomicReference<String> bad = new AtomicReference<>("");
    response
        .headers()
        .forEach(
            (name, value) -> {
              size.addAndGet(name.length() + value.length() + ": \r\n".length());
              if (!name.matches("[a-z0-9-]+") || !value.matches("[ -~]*")) {
                bad.set("the header " + name + " is '" + value + "'");
              }
            });
    return size.get() > MOST_HEADERS ? "headers of " + size + " characters" : bad.get();
  }

  /** Of an answer that must be an error. */
  static String errorFault(RecordedResponse response, int status, String code) {
    if (response.status() != status) {
      return "status " + response.status();
    }
    JsonNode error = Json.read(response.body()).path("error");
    if (!error.path("message").isTextual() || !error.path("type").isTextual()) {
      return "not an error of OpenAI's form";
    }
    return code.isEmpty() || error.path("code").asText().equals(code)
        ? headerFault(response)
        : "code " + error.path("code");
  }

  /**
   * Of an answer to a wrong request.
   *
   * @param code that it must have; empty for any
   */
  static String refusalFault(RecordedResponse response, Bad bad, String code) {
    String fault = errorFault(response, bad.status(), code);
    if (!fault.isEmpty()) {
      return fault;
    }
    String param = Json.read(response.body()).path("error").path("param").asText("");
    return bad.isBlamedBy(param) ? "" : "blames '" + param + "', not " + bad.place();
  }

  static String described(int number, String what, Sent sent, RecordedResponse response) {
    return String.format(
        Locale.ROOT,
        "case %d of seed %d: %s%n  %s %s %s%n  %s%n  -> %d %s",
        number,
        Volley.SEED,
        what,
        sent.method(),
        sent.path(),
        shown(sent.headers()),
        shortened(new String(sent.body(), StandardCharsets.UTF_8)),
        response.status(),
        shortened(response.body()));
  }

  private static String shown(Headers headers) {
    StringBuilder shown = new StringBuilder();
    headers.forEach((name, value) -> shown.append(name).append(": ").append(value).append(" | "));
    return shortened(shown.toString());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " …";
  }
}
