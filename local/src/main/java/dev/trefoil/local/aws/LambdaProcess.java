// One execution environment: a runtime process and the Runtime API that it, and only it, talks to.
package dev.trefoil.local.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.aws.Invocation.Outcome;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A process of the function, from its start to its end. */
final class LambdaProcess implements AutoCloseable {
  /** From "Exceeded maximum allowed payload size (6291556 bytes)", Lambda's own message. */
  static final int MAX_PAYLOAD_BYTES = 6_291_556;

  private static final String API = "/2018-06-01/runtime/";

  private final LambdaPool pool;
  private final Duration timeout;
  private final Optional<Runnable> snapshot;
  private final String functionArn;
  private final LoopbackServer runtimeApi;
  private final Child child;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final AtomicReference<Outcome> reported = new AtomicReference<>();

  LambdaProcess(
      ChildSpec spec, ChildLogs logs, LambdaPool pool, LambdaSettings settings, String functionArn)
      throws IOException {
    this.pool = pool;
    this.timeout = settings.timeout();
    this.snapshot = settings.snapshot();
    this.functionArn = functionArn;
    this.runtimeApi = LoopbackServer.start(0, this::answer);
    try {
      this.child =
          Child.start(
              spec.with(Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + runtimeApi.port())), logs);
    } catch (IOException e) {
      runtimeApi.close();
      throw e;
    }
    child.onExit().thenRun(this::ended);
  }

  /** Completes the future when the process first asks for work, or fails it when it ends before. */
  void whenReadyOrEnded(CompletableFuture<LambdaProcess> future) {
    ready.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            future.complete(this);
          } else {
            future.completeExceptionally(failure);
          }
        });
  }

  Child child() {
    return child;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String id = pool.running(this).map(Invocation::id).orElse("-");
    if (call.equals("GET " + API + "invocation/next")) {
      next(exchange);
    } else if (call.equals("POST " + API + "invocation/" + id + "/response")) {
      response(exchange);
    } else if (call.equals("POST " + API + "invocation/" + id + "/error")) {
      error(exchange);
    } else if (call.equals("GET " + API + "restore/next")) {
      restore(exchange);
    } else if (call.equals("POST " + API + "init/error")
        || call.equals("POST " + API + "restore/error")) {
      drain(exchange);
      status(exchange, 202, "OK");
    } else {
      status(exchange, 400, "InvalidRequestID");
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    ready.complete(null);
    Optional.ofNullable(reported.getAndSet(null)).ifPresent(this::finish);
    Optional<Invocation> taken;
    try {
      taken = pool.take(this, child::isAlive);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      taken = Optional.empty();
    }
    if (taken.isEmpty()) {
      exchange.close();
      return;
    }
    limit(taken.get());
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", taken.get().id());
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.set("Lambda-Runtime-Trace-Id", taken.get().traceHeader());
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        String.valueOf(System.currentTimeMillis() + timeout.toMillis()));
    Exchanges.send(exchange, 200, taken.get().event());
  }

  /** Asked for when all hooks before the snapshot have run; its answer is the restoring. */
  private void restore(HttpExchange exchange) throws IOException {
    snapshot.ifPresent(Runnable::run);
    Exchanges.send(exchange, 200, "application/json", "{}");
  }

  private void limit(Invocation invocation) {
    Outcome timedOut =
        new Outcome.Failed(
            "Sandbox.Timedout", "Task timed out after %.2f seconds".formatted(seconds()));
    invocation
        .outcome()
        .completeOnTimeout(timedOut, timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(
            outcome -> {
              if (outcome == timedOut) {
                child.kill();
              }
            });
  }

  private double seconds() {
    return timeout.toMillis() / 1000.0;
  }

  private void response(HttpExchange exchange) throws IOException {
    Optional<byte[]> payload = Exchanges.body(exchange, MAX_PAYLOAD_BYTES);
    if (payload.isPresent()) {
      finish(new Outcome.Answered(payload.get()));
      status(exchange, 202, "OK");
      return;
    }
    drain(exchange);
    finish(
        new Outcome.Failed(
            "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size ("
                + MAX_PAYLOAD_BYTES
                + " bytes)."));
    status(exchange, 413, "RequestEntityTooLarge");
  }

  /** The client reports before it logs: the failure counts once it is back for more. */
  private void error(HttpExchange exchange) throws IOException {
    drain(exchange);
    reported.set(new Outcome.Failed(errorType(exchange), "the function failed"));
    status(exchange, 202, "OK");
  }

  private void finish(Outcome outcome) {
    pool.finish(this).ifPresent(finished -> finished.outcome().complete(outcome));
  }

  private void ended() {
    boolean neverReady = ready.completeExceptionally(new IOException(child.obituary()));
    pool.gone(this, !neverReady).ifPresent(victim -> victim.outcome().complete(exited()));
    runtimeApi.close();
  }

  private static Outcome exited() {
    return new Outcome.Failed("Runtime.ExitError", "the runtime process ended");
  }

  private static String errorType(HttpExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type");
    return type == null ? "Unhandled" : type;
  }

  private static void drain(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
  }

  private static void status(HttpExchange exchange, int status, String text) throws IOException {
    Exchanges.send(exchange, status, "application/json", "{\"status\":\"" + text + "\"}");
  }

  /** With SIGKILL, as Lambda ends a process that no extension watches. */
  @Override
  public void close() {
    child.kill();
    child.close();
    runtimeApi.close();
  }
}
