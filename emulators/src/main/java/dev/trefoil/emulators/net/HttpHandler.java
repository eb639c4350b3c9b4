// What answers an emulator's HTTP requests.
package dev.trefoil.emulators.net;

import java.io.IOException;

/** Answers one request; runs on a thread of its own and may block. */
@FunctionalInterface
public interface HttpHandler {

  /**
   * Answers the request through the exchange. Returning without an answer closes the connection.
   *
   * @throws IOException when the client is gone; the connection is closed
   * @throws InterruptedException when the server is being closed
   */
  void handle(HttpRequest request, HttpExchange exchange) throws IOException, InterruptedException;
}
