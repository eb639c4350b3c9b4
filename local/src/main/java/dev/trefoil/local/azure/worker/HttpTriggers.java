// From HTTP to a function and back: whole bodies in, whole answers out, 230 seconds at most.
package dev.trefoil.local.azure.worker;

import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers HTTP calls with the functions of an app. */
final class HttpTriggers {
  /** What Azure's load balancer waits, whatever the function's timeout. */
  private static final long FRONT_DOOR_SECONDS = 230;

  private final FunctionApp app;
  private final ExecutorService workerThreads = Executors.newCachedThreadPool();

  HttpTriggers(FunctionApp app) {
    this.app = app;
  }

  void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    WorkerResponse response =
        RequestPath.decode(request.path())
            .map(path -> answer(request, path))
            .orElseGet(() -> WorkerResponse.failed(400));
    boolean head = request.method().equals("HEAD");
    exchange.send(
        response.getStatusCode(), response.headers(), head ? new byte[0] : response.bytes());
  }

  private WorkerResponse answer(HttpRequest request, String path) {
    Optional<TimerFunction> timed =
        app.timerFunctions().stream().filter(f -> f.isRunBy(request.method(), path)).findFirst();
    if (timed.isPresent()) {
      workerThreads.submit(() -> run(timed.get()));
      return WorkerResponse.failed(202);
    }
    return app.functions().stream()
        .filter(f -> f.takes(request.method(), path))
        .findFirst()
        .map(function -> call(function, request, path))
        .orElseGet(() -> WorkerResponse.failed(404));
  }

  private void run(TimerFunction function) {
    if (!(function.loaded() instanceof Loaded.Ready ready)) {
      return;
    }
    try {
      ready.method().invoke(ready.newInstance(), "{}");
    } catch (Exception e) {
      // As on Azure: the log says it, and the next time of the schedule comes.
      e.printStackTrace();
    }
  }

  /**
   * Calls a function. What comes out of the worker's thread pool as an error is never answered
   * (JavaWorkerClient and MessageHandler of azure-functions-java-worker): an error in the function
   * itself comes as the exception of a reflective call, one in making its object does not.
   */
  private WorkerResponse call(HttpFunction function, HttpRequest request, String path) {
    CompletableFuture<WorkerResponse> answer = new CompletableFuture<>();
    switch (function.loaded()) {
      case Loaded.Ready ready ->
          workerThreads.submit(() -> answer.complete(invoke(function, ready, request, path)));
      case Loaded.Failed failed -> answer.complete(WorkerResponse.failed(500));
      case Loaded.Silent silent -> {}
    }
    return await(answer, function);
  }

  private static WorkerResponse invoke(
      HttpFunction function, Loaded.Ready ready, HttpRequest request, String path) {
    try {
      WorkerContext context =
          WorkerContext.of(function.name(), request.headers().first("traceparent").orElse(""));
      WorkerRequest message =
          WorkerRequest.of(request, path, HttpFunction.bodyType(ready.method()));
      Object[] arguments = HttpFunction.arguments(ready.method(), message, context);
      return WorkerResponse.of(ready.method().invoke(ready.newInstance(), arguments));
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
    } catch (Exception e) {
      e.printStackTrace();
    }
    return WorkerResponse.failed(500);
  }

  private static WorkerResponse await(
      CompletableFuture<WorkerResponse> answer, HttpFunction function) {
    try {
      return answer.get(FRONT_DOOR_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.println(function.name() + " did not answer in time: " + FRONT_DOOR_SECONDS + " s");
      return WorkerResponse.failed(504);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is never a failure", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return WorkerResponse.failed(503);
    }
  }
}
