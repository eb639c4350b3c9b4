package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.Exchange;
import dev.trefoil.provider.http.JsonClient;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Sends the API's calls, with the headers that all of them have. */
final class MessagesClient {
  /**
   * The API's only version; what it has learned since then comes with the request's own members.
   */
  private static final String VERSION = "2023-06-01";

  private final JsonClient client;
  private final RequestSigner signer;
  private final MessagesDialect dialect;

  MessagesClient(JsonClient client, RequestSigner signer, MessagesDialect dialect) {
    this.client = client;
    this.signer = signer;
    this.dialect = dialect;
  }

  /** Sends a body that was made of a request, and waits for the answer's head. */
  Exchange post(URI uri, ChatRequest request, byte[] body, CallContext context)
      throws ProviderException {
    Map<String, String> headers = new HashMap<>(Natives.headers(request, dialect));
    headers.putAll(signer.headers(uri, body, context.cancellation()));
    if (dialect.versionInBody().isEmpty()) {
      headers.put("anthropic-version", VERSION);
    }
    headers.put(Traceparent.NAME, context.traceparent());
    return client.post(uri, headers, body, request.stream(), context.cancellation());
  }

  /** Why a call whose status is not 200 has no answer. */
  static ProviderException refused(Exchange exchange) {
    byte[] error = exchange.error();
    return exchange.advised(
        AnthropicErrors.of(
            exchange.status(), ErrorBody.read(error, error.length), exchange.retryAfter()));
  }
}
