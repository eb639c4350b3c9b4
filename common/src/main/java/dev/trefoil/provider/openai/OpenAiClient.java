package dev.trefoil.provider.openai;

import dev.trefoil.chat.Traceparent;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.Exchange;
import dev.trefoil.provider.http.JsonClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sends requests with the service's credential and tells answers from refusals. */
final class OpenAiClient implements AutoCloseable {

  private final JsonClient client;
  private final RequestSigner signer;

  OpenAiClient(RequestSigner signer, Duration connectTimeout) {
    this.client = new JsonClient(connectTimeout);
    this.signer = signer;
  }

  /**
   * Posts {@code body} and waits for the response's head.
   *
   * @return an exchange of status 200, or 201 as some servers say
   * @throws ProviderException for any other
   */
  Exchange post(URI uri, byte[] body, boolean stream, CallContext context)
      throws ProviderException {
    Exchange exchange = send(uri, body, stream, context);
    if (isAnswer(exchange)) {
      return exchange;
    }
    throw refused(exchange, error(exchange));
  }

  /**
   * Posts {@code body} and waits for the response's head, of whatever status.
   *
   * @throws ProviderException when there is none
   */
  Exchange send(URI uri, byte[] body, boolean stream, CallContext context)
      throws ProviderException {
    if (context.cancellation().isCancelled()) {
      throw Failures.cancelled();
    }
    Map<String, String> headers = new HashMap<>(signer.headers(uri, body, context.cancellation()));
    headers.put(Traceparent.NAME, context.traceparent());
    return client.post(uri, headers, body, stream, context.cancellation());
  }

  static boolean isAnswer(Exchange exchange) {
    return exchange.status() == 200 || exchange.status() == 201;
  }

  /** What the body of another status says; closes the exchange. */
  static ErrorBody error(Exchange exchange) {
    try (exchange) {
      byte[] error = exchange.error();
      return ErrorBody.read(error, error.length);
    }
  }

  /** The failure that it stands for. */
  static ProviderException refused(Exchange exchange, ErrorBody error) {
    return exchange.advised(OpenAiErrors.of(exchange.status(), error, exchange.retryAfter()));
  }

  @Override
  public void close() {
    client.close();
  }
}
