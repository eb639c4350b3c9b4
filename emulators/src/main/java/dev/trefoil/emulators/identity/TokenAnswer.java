// What a token service answers, and what the ledger is to know of it.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.net.Headers;
import java.nio.charset.StandardCharsets;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers the content type and whatever else the vendor sends
 * @param body the whole body
 * @param outcome {@code issued}, or the vendor's code of the refusal
 * @param origin whom the presented credential stands for; nobody when none was verified
 */
public record TokenAnswer(int status, Headers headers, byte[] body, String outcome, Origin origin) {

  private static final String ISSUED = "issued";

  /** A token or key as JSON. */
  public static TokenAnswer issued(JsonNode json, Origin origin) {
    return json(200, json, ISSUED, origin);
  }

  /** A token or key in another form. */
  public static TokenAnswer issued(String contentType, String text, Origin origin) {
    return text(200, contentType, text, ISSUED, origin);
  }

  /** A refusal as JSON. */
  public static TokenAnswer refused(int status, String code, JsonNode json) {
    return json(status, json, code, Origin.NOBODY);
  }

  /** A refusal in another form. */
  public static TokenAnswer refused(int status, String code, String contentType, String text) {
    return text(status, contentType, text, code, Origin.NOBODY);
  }

  /** The same, with another header. */
  public TokenAnswer with(String header, String value) {
    var more = new Headers();
    headers.asMap().forEach((name, values) -> values.forEach(v -> more.add(name, v)));
    return new TokenAnswer(status, more.add(header, value), body, outcome, origin);
  }

  private static TokenAnswer json(int status, JsonNode json, String outcome, Origin origin) {
    return text(status, "application/json; charset=utf-8", json.toString(), outcome, origin);
  }

  private static TokenAnswer text(
      int status, String contentType, String text, String outcome, Origin origin) {
    return new TokenAnswer(
        status,
        Headers.of("content-type", contentType),
        text.getBytes(StandardCharsets.UTF_8),
        outcome,
        origin);
  }
}
