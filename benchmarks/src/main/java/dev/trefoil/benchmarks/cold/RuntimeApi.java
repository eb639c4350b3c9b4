// Lambda's Runtime API for one process and one invocation, with the moments at which it was used.
package dev.trefoil.benchmarks.cold;

import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands out events one after the other and takes the answers. */
public final class RuntimeApi implements AutoCloseable {
  private static final String API = "/2018-06-01/runtime/";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  private record InvocationStart(byte[] event, CompletableFuture<Answer> answer) {}

  /**
   * An answer.
   *
   * @param takenNanos when the event was handed out
   * @param nanos when the answer had been posted
   */
  public record Answer(byte[] body, long takenNanos, long nanos) {}

  private final LoopbackServer server;
  private final LinkedBlockingQueue<InvocationStart> waiting = new LinkedBlockingQueue<>();
  private final CompletableFuture<Long> restoring = new CompletableFuture<>();
  private volatile InvocationStart running;
  private volatile long takenNanos;

  public RuntimeApi() throws IOException {
    server = LoopbackServer.start(0, this::answer);
  }

  /** What a runtime finds in {@code AWS_LAMBDA_RUNTIME_API}. */
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  /**
   * Has an event handled.
   *
   * @param side to be blamed
   * @throws IOException when it fails or takes longer than a minute
   */
  public Answer invoke(byte[] event, MeasuredProcess process)
      throws IOException, InterruptedException {
    InvocationStart invoked = new InvocationStart(event, new CompletableFuture<>());
    waiting.add(invoked);
    process.onEnd(() -> invoked.answer().completeExceptionally(new IOException("no answer")));
    try {
      return invoked.answer().get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage() + "; " + process.lastOutput(), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "no answer in " + START_TIMEOUT.toSeconds() + " s; " + process.lastOutput(), e);
    }
  }

  /** Waits until the process has prepared for its snapshot. */
  void awaitRestore(MeasuredProcess process) throws IOException, InterruptedException {
    process.onEnd(() -> restoring.completeExceptionally(new IOException("no restore")));
    try {
      restoring.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no restore; " + process.lastOutput(), e);
    }
  }

  /** When the process, having prepared for its snapshot, was told that it goes on from one. */
  public long restoredNanos() {
    return restoring.join();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    if (call.equals("GET " + API + "invocation/next")) {
      next(exchange);
    } else if (call.equals("GET " + API + "restore/next")) {
      restoring.complete(System.nanoTime());
      Exchanges.send(exchange, 200, "application/json", "{}");
    } else if (call.startsWith("POST " + API) && call.endsWith("/response")) {
      byte[] body = Exchanges.body(exchange, MAX_BYTES).orElseThrow();
      running.answer().complete(new Answer(body, takenNanos, System.nanoTime()));
      Exchanges.send(exchange, 202, "application/json", "{\"status\":\"OK\"}");
    } else {
      String error =
          new String(Exchanges.body(exchange, MAX_BYTES).orElseThrow(), StandardCharsets.UTF_8);
      Exchanges.send(exchange, 202, "application/json", "{\"status\":\"OK\"}");
      InvocationStart failed = running != null ? running : waiting.peek();
      if (failed != null) {
        failed.answer().completeExceptionally(new IOException(call + ": " + error));
      }
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      running = waiting.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
      return;
    }
    takenNanos = System.nanoTime();
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    headers.set(
        "Lambda-Runtime-InvocationStart-Function-Arn",
        "arn:aws:lambda:us-east-1:123456789012:function:f");
    headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        String.valueOf(System.currentTimeMillis() + START_TIMEOUT.toMillis()));
    Exchanges.send(exchange, 200, running.event());
  }

  @Override
  public void close() {
    server.close();
  }
}
