// From HTTP to a function and back: whole bodies in, whole answers out, 230 seconds at most.
package dev.trefoil.local.azure.worker;

import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.http.Exchanges;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers HTTP calls with the functions of an app. */
final class HttpTriggers {
  /** "Request size limit" of HTTP triggers: 100 MB. */
  private static final int MAX_BODY_BYTES = 100 * 1024 * 1024;

  /** What Azure's load balancer waits, whatever the function's timeout. */
  private static final long FRONT_DOOR_SECONDS = 230;

  private final FunctionApp app;
  private final ExecutorService workerThreads = Executors.newCachedThreadPool();

  HttpTriggers(FunctionApp app) {
    this.app = app;
  }

  void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    Optional<TimerFunction> timed =
        app.timerFunctions().stream().filter(f -> f.isRunBy(method, path)).findFirst();
    if (timed.isPresent()) {
      workerThreads.submit(() -> run(timed.get()));
      Exchanges.send(exchange, 202, new byte[0]);
      return;
    }
    Optional<HttpFunction> function =
        app.functions().stream().filter(f -> f.takes(method, path)).findFirst();
    if (function.isEmpty()) {
      Exchanges.send(exchange, 404, new byte[0]);
      return;
    }
    Optional<byte[]> body = Exchanges.body(exchange, MAX_BODY_BYTES);
    if (body.isEmpty()) {
      Exchanges.send(exchange, 413, new byte[0]);
      return;
    }
    WorkerRequest request = WorkerRequest.of(exchange, body.get(), function.get().bodyType());
    WorkerContext context =
        WorkerContext.of(
            function.get().name(), exchange.getRequestHeaders().getFirst("Traceparent"));
    Future<WorkerResponse> answer =
        workerThreads.submit(() -> call(function.get(), request, context));
    send(exchange, await(answer, function.get()));
  }

  private void run(TimerFunction function) {
    Thread.currentThread().setContextClassLoader(function.loader());
    try {
      Object instance = app.injector().getInstance(function.method().getDeclaringClass());
      function.method().invoke(instance, "{}");
    } catch (Exception e) {
      // As on Azure: the log says it, and the next time of the schedule comes.
      e.printStackTrace();
    }
  }

  private WorkerResponse call(HttpFunction function, WorkerRequest request, WorkerContext context)
      throws Exception {
    Thread.currentThread().setContextClassLoader(function.loader());
    Object instance = app.injector().getInstance(function.method().getDeclaringClass());
    try {
      Object result = function.method().invoke(instance, function.arguments(request, context));
      return WorkerResponse.of(result);
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      return WorkerResponse.failed(500);
    }
  }

  private static WorkerResponse await(Future<WorkerResponse> answer, HttpFunction function) {
    try {
      return answer.get(FRONT_DOOR_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.println(function.name() + " did not answer in time: " + FRONT_DOOR_SECONDS + " s");
      return WorkerResponse.failed(504);
    } catch (ExecutionException e) {
      e.getCause().printStackTrace();
      return WorkerResponse.failed(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return WorkerResponse.failed(503);
    }
  }

  private static void send(HttpExchange exchange, WorkerResponse response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    Exchanges.send(exchange, response.getStatusCode(), response.bytes());
  }
}
