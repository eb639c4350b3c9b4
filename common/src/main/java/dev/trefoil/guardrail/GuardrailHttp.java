package dev.trefoil.guardrail;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.attempt.Call;
import dev.trefoil.chat.Deadline;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.json.Json;
import dev.trefoil.net.BoundedHttp;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Asks a cloud's guardrail service as the function itself. A failure that may pass is tried once
 * more. Used by many threads at once.
 */
final class GuardrailHttp {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String JSON = "application/json";

  /** What a service says of a text is a small part of it, and quotes what it has found. */
  private static final int MOST_ANSWER = 4 << 20;

  private static final int ATTEMPTS = 2;

  /** Made by the first check: most processes have none. */
  private static final class Client {
    static final HttpClient INSTANCE =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
  }

  private final RequestSigner signer;
  private final Runnable refused;
  private final Duration timeout;

  /**
   * @param signer says who asks
   * @param refused is run when the service does not accept that
   * @param timeout the longest that one question may take, its second attempt included
   */
  GuardrailHttp(RequestSigner signer, Runnable refused, Duration timeout) {
    this.signer = signer;
    this.refused = refused;
    this.timeout = timeout;
  }

  /**
   * Asks.
   *
   * @throws UncheckedTextException when there is no answer, or one that is none
   */
  JrsObject post(URI uri, byte[] body, Call call) throws UncheckedTextException {
    Deadline deadline = call.deadline().within(timeout);
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> answer = send(uri, body, deadline, call);
        if (answer.statusCode() == 200) {
          return Json.read(answer.body());
        }
        boolean unknown = answer.statusCode() == 401 || answer.statusCode() == 403;
        if (unknown) {
          refused.run();
        }
        boolean mayPass = unknown || answer.statusCode() >= 500;
        if (!mayPass || attempt == ATTEMPTS || deadline.isExpired()) {
          throw new UncheckedTextException(words(answer), null);
        }
      } catch (ProviderException e) {
        throw new UncheckedTextException(e.getMessage(), e);
      } catch (IOException e) {
        if (attempt == ATTEMPTS || deadline.isExpired()) {
          throw new UncheckedTextException(words(e), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedTextException("interrupted", e);
      }
    }
  }

  private HttpResponse<byte[]> send(URI uri, byte[] body, Deadline deadline, Call call)
      throws ProviderException, IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header(CONTENT_TYPE, JSON)
            .POST(BodyPublishers.ofByteArray(body));
    signer
        .headers("POST", uri, Map.of(CONTENT_TYPE, JSON), body, call.gone())
        .forEach(
            (name, value) -> {
              // The client sets the length itself, to what was signed.
              if (!value.isEmpty() && !name.equalsIgnoreCase("content-length")) {
                request.setHeader(name, value);
              }
            });
    return BoundedHttp.send(Client.INSTANCE, request.build(), deadline.remaining(), MOST_ANSWER);
  }

  /** Why an answer cannot be read; a parser quotes it. */
  private static String words(IOException e) {
    return e instanceof JacksonException ? "an answer that is not JSON" : e.toString();
  }

  /** Without the service's own words, which may quote what it was asked. */
  private static String words(HttpResponse<byte[]> answer) {
    return "HTTP "
        + answer.statusCode()
        + answer.headers().firstValue("x-amzn-errortype").map(type -> " " + type).orElse("");
  }
}
