// What a stream that is open costs the server in memory.
package dev.trefoil.benchmarks.memory;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.process.ProcessStats;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.benchmarks.process.TrefoilServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Opens many streams in a server that has only had a few before. */
final class OpenStreams {
  private static final int BEFORE = 300;
  private static final int AT_ONCE = 4;
  private static final int OPENING_AT_ONCE = 200;

  /** Less than the silence after which this configuration gives a stream up. */
  private static final int PATIENCE_SECONDS = 100;

  private static final double KILOBYTES_A_MEGABYTE = 1024;

  private static final String CONFIG =
      """
      auth: none
      services:
        held: {kind: openai, endpoint: "%s", keyFrom: "env:SERVICE_KEY"}
      routes:
        chat: {targets: [held/gpt-5.4], limits: {firstTokenMs: 120000, stallMs: 120000}}
      """;

  private OpenStreams() {}

  /**
   * What the process has resident with all of them open, less what it had before.
   *
   * @param streams how many
   * @param memory of the container, as a JVM's flag has it: with its one processor the JVM chooses
   *     collector and heap by it
   * @return KB a stream
   * @throws IOException when the server does not hold all of them at once, or does not end one
   */
  static double measure(BenchmarkContext context, int streams, String memory)
      throws IOException, InterruptedException {
    try (HeldService service = new HeldService();
        Server server =
            TrefoilServer.start(
                Built.in(context).server(),
                context.folder("memory"),
                CONFIG.formatted(service.endpoint()),
                List.of("-XX:ActiveProcessorCount=1", "-XX:MaxRAM=" + memory),
                Map.of("SERVICE_KEY", "not-a-secret", "TREFOIL_TIMEOUT_SECONDS", "600"));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      server.awaitListening();
      warmUp(server);
      double before = resident(server);
      service.hold();
      Semaphore opening = new Semaphore(OPENING_AT_ONCE);
      CountDownLatch begun = new CountDownLatch(streams);
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < streams && opening.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS); i++) {
        calls.add(
            callers.submit(
                () -> {
                  StreamCaller.call(
                      server.address(),
                      () -> {
                        begun.countDown();
                        opening.release();
                      });
                  return null;
                }));
      }
      boolean all = begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      double open = resident(server);
      service.release();
      if (!all) {
        throw new IOException(
            "the server holds %d of %d streams; %s"
                .formatted(streams - begun.getCount(), streams, server.process().lastOutput()));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      return (open - before) / streams;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private static void warmUp(Server server) throws IOException, InterruptedException {
    List<Future<?>> calls = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < BEFORE; i++) {
        calls.add(
            callers.submit(
                () -> {
                  StreamCaller.call(server.address(), () -> {});
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private static double resident(Server server) throws IOException {
    return KILOBYTES_A_MEGABYTE * ProcessStats.residentMegabytes(server.process().pid());
  }
}
