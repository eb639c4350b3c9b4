package dev.trefoil.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Says in OpenAI's form what the server refuses before the core sees it. */
final class ServerErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(
        true, ByteBuffer.wrap(json(status).getBytes(StandardCharsets.US_ASCII)), callback);
    return true;
  }

  private static String json(int status) {
    return switch (status) {
      case 414, 431 ->
          error(
              "invalid_request_error",
              "request_headers_too_large",
              "URL and headers are larger than this server takes.");
      case 400 ->
          error(
              "invalid_request_error",
              "invalid_path",
              "This is not a request that HTTP allows, or its URL is ambiguous.");
      case 500 -> error("api_error", "internal_error", "Trefoil failed; its log says why.");
      default -> error("invalid_request_error", "invalid_request", "The server refuses this.");
    };
  }

  private static String error(String type, String code, String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
        .formatted(message, type, code);
  }
}
