// AWS on this machine: an HTTP API in front of the real runtime interface client.
package dev.trefoil.local.aws;

import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import dev.trefoil.local.child.Together;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.host.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The function as a Lambda function behind an HTTP API. */
public final class LambdaHost implements FunctionHost {
  private static final String RUNTIME =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String FUNCTION = "trefoil";

  private final String name;
  private final LambdaSettings settings;
  private final ChildSpec runtime;
  private final ChildLogs logs;
  private final LambdaPool pool;
  private final HttpServer frontDoor;
  private final List<LambdaProcess> processes = new CopyOnWriteArrayList<>();
  private final AtomicInteger started = new AtomicInteger();
  private final CompletableFuture<LambdaProcess> ready = new CompletableFuture<>();
  private volatile boolean closed;

  private LambdaHost(
      String name, int port, LambdaSettings settings, ChildSpec runtime, ChildLogs logs)
      throws IOException {
    this.name = name;
    this.settings = settings;
    this.runtime = runtime;
    this.logs = logs;
    this.pool =
        new LambdaPool(settings.maxProcesses(), () -> Thread.startVirtualThread(this::startOne));
    this.frontDoor = HttpServer.start(port, new FrontDoor(pool, settings)::answer);
  }

  /**
   * Starts the front door and one process of the function.
   *
   * @param name how the output of its processes is marked, with their numbers
   * @param function the unpacked archive: jars in {@code lib}, classes beside it
   * @param runtimeJars the runtime interface client and what it needs
   * @param jvmFlags more flags for the function's JVM
   * @param environment what every function process gets
   */
  public static LambdaHost start(
      String name,
      int port,
      LambdaSettings settings,
      Path function,
      List<Path> runtimeJars,
      List<String> jvmFlags,
      Map<String, String> environment,
      ChildLogs logs)
      throws IOException {
    ChildSpec spec =
        new ChildSpec(
                name,
                function,
                LambdaEnvironment.jvmFlags(settings, jvmFlags),
                LambdaEnvironment.classPath(runtimeJars),
                List.of(RUNTIME, settings.handler()),
                environment)
            .with(LambdaEnvironment.variables(FUNCTION, settings, function.toAbsolutePath()));
    LambdaHost host = new LambdaHost(name, port, settings, spec, logs);
    host.pool.warm();
    return host;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return frontDoor.port();
  }

  @Override
  public List<Long> pids() {
    return processes.stream()
        .map(LambdaProcess::child)
        .filter(Child::isAlive)
        .map(Child::pid)
        .toList();
  }

  @Override
  public void awaitReady(String path) throws IOException, InterruptedException {
    try {
      Readiness.await(ready.get().child(), port(), path);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** Waits until the first process asks for work: for a function that has no HTTP. */
  public void awaitProcess() throws IOException, InterruptedException {
    try {
      ready.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /**
   * Invokes the function with an event, as services other than API Gateway do; empty if it fails.
   */
  public CompletableFuture<Optional<byte[]>> invoke(byte[] event) {
    Invocation invocation = new Invocation(event, Invocation.newTraceRoot());
    pool.submit(invocation);
    return invocation
        .outcome()
        .thenApply(
            outcome ->
                switch (outcome) {
                  case Invocation.Outcome.Answered(byte[] payload) -> Optional.of(payload);
                  case Invocation.Outcome.Failed failed -> Optional.empty();
                });
  }

  private void startOne() {
    StartTurn turn = StartTurn.await();
    try {
      LambdaProcess process =
          new LambdaProcess(
              runtime.named(name + "-" + started.incrementAndGet()),
              logs,
              pool,
              settings,
              LambdaEnvironment.arn(FUNCTION));
      processes.add(process);
      process.child().onExit().thenRun(() -> processes.remove(process));
      CompletableFuture<LambdaProcess> begun = new CompletableFuture<>();
      begun.whenComplete((done, failure) -> turn.end());
      process.whenReadyOrEnded(begun);
      process.whenReadyOrEnded(ready);
      if (closed) {
        process.close();
      }
    } catch (IOException e) {
      turn.end();
      ready.completeExceptionally(e);
      pool.gone(new Object(), false)
          .ifPresent(
              victim ->
                  victim
                      .outcome()
                      .complete(new Invocation.Outcome.Failed("Runtime.Start", e.getMessage())));
    }
  }

  @Override
  public void close() {
    closed = true;
    pool.close();
    Together.close(processes);
    frontDoor.close();
  }
}
