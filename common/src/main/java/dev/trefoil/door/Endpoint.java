package dev.trefoil.door;

import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/**
 * One call that a door answers.
 *
 * @param method in capitals; what answers GET answers HEAD as well
 * @param path without the leading slash and without what may always stand before it, such as {@code
 *     v1}; a segment in braces, as <code>{id}</code>, stands for any
 * @param access who may call it
 * @param handler answers it
 */
public record Endpoint(String method, String path, Access access, Handler handler) {

  /** Who may call, and what holds for the call. */
  public enum Access {
    /** Anybody, unasked: it tells nothing. */
    OPEN,
    /** Callers that are known. */
    CALLERS,
    /** Callers that are known; it costs, so that it is made once under an Idempotency-Key. */
    PAID
  }

  /** Answers calls. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one call.
     *
     * @throws Problem when it is answered with one; nothing has been sent then
     * @throws IOException when the caller is gone
     */
    void answer(DoorCall call, ResponseSink sink) throws Problem, IOException;
  }

  /** The path's segments; none at the root. */
  public List<String> segments() {
    return path.isEmpty() ? List.of() : List.of(path.split("/"));
  }

  /** Whether a segment of an endpoint's path stands for any. */
  public static boolean isParameter(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  /** A call that costs. */
  public static Endpoint paid(String path, Handler handler) {
    return new Endpoint("POST", path, Access.PAID, handler);
  }

  /** A question that costs nothing. */
  public static Endpoint get(String path, Handler handler) {
    return new Endpoint("GET", path, Access.CALLERS, handler);
  }
}
