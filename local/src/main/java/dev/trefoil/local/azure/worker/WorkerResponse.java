// The answer of a function: its own builder, as in the worker, and the bytes that leave the host.
package dev.trefoil.local.azure.worker;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import dev.trefoil.emulators.net.Headers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A response message under construction or done; a header has one value, the last one given. */
final class WorkerResponse implements HttpResponseMessage, HttpResponseMessage.Builder {
  private final Map<String, String> headers = new HashMap<>();
  private HttpStatusType status = HttpStatus.OK;
  private Object body;

  /** What the host makes of a function's result. */
  static WorkerResponse of(Object result) {
    return switch (result) {
      case null -> failed(204);
      case WorkerResponse response -> response;
      default -> new WorkerResponse().body(result);
    };
  }

  /** A status with nothing else. */
  static WorkerResponse failed(int status) {
    return new WorkerResponse().status(HttpStatusType.custom(status));
  }

  /** Of two that differ in case only the host keeps one. Source: RawScriptResult of the host */
  Headers headers() {
    Headers sent = new Headers();
    headers.forEach(
        (name, value) -> {
          if (sent.first(name).isEmpty()) {
            sent.add(name, value);
          }
        });
    if (body instanceof String && sent.first("content-type").isEmpty()) {
      sent.add("content-type", "text/plain; charset=utf-8");
    }
    return sent;
  }

  /**
   * The body's bytes.
   *
   * @throws IllegalArgumentException for a body of a type that is not supported here
   */
  byte[] bytes() {
    return switch (body) {
      case null -> new byte[0];
      case byte[] bytes -> bytes;
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      default ->
          throw new IllegalArgumentException(
              "a response body of " + body.getClass().getName() + " is not supported here");
    };
  }

  @Override
  public HttpStatusType getStatus() {
    return status;
  }

  @Override
  public String getHeader(String key) {
    return headers.get(key);
  }

  @Override
  public Object getBody() {
    return body;
  }

  @Override
  public WorkerResponse status(HttpStatusType newStatus) {
    if (newStatus.value() < 100 || newStatus.value() > 599) {
      throw new IllegalArgumentException(newStatus.value() + " is not an HTTP status");
    }
    status = newStatus;
    return this;
  }

  @Override
  public WorkerResponse header(String key, String value) {
    headers.put(key, value);
    return this;
  }

  @Override
  public WorkerResponse body(Object newBody) {
    body = newBody;
    return this;
  }

  @Override
  public WorkerResponse build() {
    return this;
  }
}
