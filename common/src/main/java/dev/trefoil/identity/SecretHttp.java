package dev.trefoil.identity;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import dev.trefoil.json.Json;
import dev.trefoil.net.BoundedHttp;
import dev.trefoil.provider.Failures;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request to a secret store. The client is made for it: no connection outlives a snapshot. */
final class SecretHttp {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** A secret of any of the three stores has 64 KiB at most. */
  private static final int MOST = 1 << 18;

  private SecretHttp() {}

  /**
   * The text at {@code pointer} of the JSON answer.
   *
   * @param what for the message
   */
  static String ask(String what, HttpRequest request, String pointer) throws StepException {
    return ask(what, request, pointer, LIMIT);
  }

  static String ask(String what, HttpRequest request, String pointer, Duration limit)
      throws StepException {
    String step = what + " at " + request.uri().getAuthority();
    try {
      HttpResponse<byte[]> response = BoundedHttp.sendOnce(request, limit, MOST);
      byte[] body = response.body();
      if (response.statusCode() != 200) {
        throw StepException.of(
            step, "HTTP " + response.statusCode() + " " + new String(body, StandardCharsets.UTF_8));
      }
      if (Json.next(Json.parser(body)) instanceof JrsObject answer
          && answer.at(pointer) instanceof JrsString text
          && !text.asText().isBlank()) {
        return text.asText();
      }
      throw StepException.of(step, "the answer has no text at " + pointer);
    } catch (IOException e) {
      throw StepException.of(step, Failures.words(e.getMessage(), e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StepException.of(step, "interrupted");
    }
  }
}
