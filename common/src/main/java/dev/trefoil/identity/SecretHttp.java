package dev.trefoil.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import dev.trefoil.provider.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request to a secret store. The client is made for it: no connection outlives a snapshot. */
final class SecretHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** A secret of any of the three stores has 64 KiB at most. */
  private static final int MOST = 1 << 18;

  private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();

  private SecretHttp() {}

  /**
   * The text at {@code pointer} of the JSON answer.
   *
   * @param what for the message
   */
  static String ask(String what, HttpRequest.Builder request, String pointer) throws StepException {
    HttpRequest asked = request.timeout(TIMEOUT).build();
    String step = what + " at " + asked.uri().getAuthority();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<InputStream> response = client.send(asked, BodyHandlers.ofInputStream());
      byte[] body;
      try (InputStream in = response.body()) {
        body = in.readNBytes(MOST);
      }
      if (response.statusCode() != 200) {
        throw StepException.of(
            step, "HTTP " + response.statusCode() + " " + new String(body, StandardCharsets.UTF_8));
      }
      if (TREES.readTree(new JsonFactory().createParser(body)) instanceof JrsObject answer
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
