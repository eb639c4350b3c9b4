package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.http.Exchange;
import dev.trefoil.provider.http.JsonClient;
import dev.trefoil.provider.http.SseReader;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The same methods by REST and JSON, for what the library's messages cannot say: Google has ended
 * the library's development, and what Gemini learns comes to the JSON form alone.
 */
final class RestTransport implements Transport, AutoCloseable {
  private final VertexSettings settings;
  private final Optional<RequestSigner> signer;
  private Optional<JsonClient> client = Optional.empty();

  /**
   * Builds no client before the first request.
   *
   * @param signer empty for a server that wants none, to which we speak plain text
   */
  RestTransport(VertexSettings settings, Optional<RequestSigner> signer) {
    this.settings = settings;
    this.signer = signer;
  }

  private synchronized JsonClient client() {
    if (client.isEmpty()) {
      client = Optional.of(new JsonClient(settings.connectTimeout()));
    }
    return client.get();
  }

  @Override
  public void send(
      GeminiRequest request, boolean stream, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    URI uri =
        settings.rest(
            scheme(),
            request.model(),
            stream ? "streamGenerateContent?alt=sse" : "generateContent");
    byte[] body = GeminiJson.write(request);
    try (Exchange exchange =
        client().post(uri, headers(uri, body, cancellation), body, stream, cancellation)) {
      exchange.tell(answer.told());
      if (exchange.status() != 200) {
        throw exchange.advised(
            RestErrors.of(exchange.status(), exchange.error(), exchange.retryAfter()));
      } else if (stream) {
        stream(exchange, cancellation, answer);
      } else {
        byte[] whole = exchange.whole();
        answer.take(read(whole, whole.length, answer));
      }
    } catch (IOException e) {
      throw Exchange.brokenOff(e, answer.hasBegun(), cancellation);
    }
  }

  /** Sends something else than a request of a model, and waits for the whole response. */
  byte[] post(Function<String, URI> place, byte[] body, Cancellation cancellation)
      throws ProviderException {
    URI uri = place.apply(scheme());
    try (Exchange exchange =
        client().post(uri, headers(uri, body, cancellation), body, false, cancellation)) {
      if (exchange.status() != 200) {
        throw exchange.advised(
            RestErrors.of(exchange.status(), exchange.error(), exchange.retryAfter()));
      }
      return exchange.whole();
    } catch (IOException e) {
      throw Exchange.brokenOff(e, false, cancellation);
    }
  }

  private String scheme() {
    return signer.isPresent() ? "https" : "http";
  }

  private Map<String, String> headers(URI uri, byte[] body, Cancellation cancellation)
      throws ProviderException {
    return signer.isPresent() ? signer.get().headers(uri, body, cancellation) : Map.of();
  }

  /** Ends early only when the connection does, or with the event that counts the tokens. */
  private static void stream(Exchange exchange, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException, IOException {
    SseReader events = exchange.events();
    try {
      while (events.next()) {
        if (cancellation.isCancelled()) {
          throw Failures.cancelled();
        }
        boolean complete = answer.isComplete();
        answer.take(read(events.data(), events.length(), answer));
        if (answer.isCounted()) {
          break;
        }
        if (answer.isComplete() && !complete) {
          exchange.finished();
        }
      }
    } catch (IOException e) {
      if (cancellation.isCancelled() || !answer.isComplete()) {
        throw e;
      }
    }
    exchange.drain();
  }

  private static GenerateContentResponse read(byte[] json, int length, VertexAnswer answer)
      throws ProviderException {
    GenerateContentResponse response;
    try {
      response = GeminiJson.read(json, length);
    } catch (InvalidProtocolBufferException e) {
      throw new ProviderException(
          Kind.TRUNCATED, "Vertex AI sent what is no response: " + e.getMessage(), e);
    }
    if (response.equals(GenerateContentResponse.getDefaultInstance()) && !answer.isComplete()) {
      Optional<ProviderException> error = RestErrors.inAnswer(json, length);
      if (error.isPresent()) {
        throw error.get();
      }
    }
    return response;
  }

  @Override
  public synchronized void close() {
    client.ifPresent(JsonClient::close);
  }
}
