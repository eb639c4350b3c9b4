package dev.trefoil.http;

import java.io.IOException;

/** Answers HTTP calls. Used by many threads at once. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers one call. Blocks; returns when the response is complete.
   *
   * @throws IOException when the sink failed: the caller is gone, nobody reads the response
   */
  void handle(HttpCall call, ResponseSink sink) throws IOException;
}
