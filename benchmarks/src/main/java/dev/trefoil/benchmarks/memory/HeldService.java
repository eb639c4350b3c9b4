// A model service that begins to answer and then waits: streams are open as long as one likes.
package dev.trefoil.benchmarks.memory;

import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Speaks OpenAI's protocol on loopback, on a virtual thread a call. */
final class HeldService implements AutoCloseable {
  private static final int WORDS_BEFORE = 10;
  private static final int WORDS_AFTER = 90;

  private final LoopbackServer server;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  HeldService() throws IOException {
    server = LoopbackServer.start(0, this::answer);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
  }

  /** From now on, streams stop after their first tokens. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets all streams go on to their end. */
  void release() {
    gate.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      words(out, WORDS_BEFORE);
      gate.await();
      words(out, WORDS_AFTER);
      send(out, chunk("{}", "\"stop\""));
      send(out, "[DONE]");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static void words(OutputStream out, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      send(out, chunk("{\"content\":\" word\"}", "null"));
    }
  }

  private static String chunk(String delta, String finishReason) {
    return """
    {"id":"chatcmpl-held","object":"chat.completion.chunk","created":1795770000,"model":"gpt-5.4",\
    "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}"""
        .formatted(delta, finishReason);
  }

  private static void send(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    release();
    server.close();
  }
}
