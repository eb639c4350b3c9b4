// From nothing to the first answer in a container image, whose JVM has an AOT cache.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.process.Portkey;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.emulators.cloud.HostCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The function on the runtime interface client, and the server, beside a Python function with boto3
 * and Portkey's gateway.
 */
public final class AotStart implements Measure {

  @Override
  public String name() {
    return "aot";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    if (Runtime.version().feature() < 25) {
      results.note("aot: not measured, since AOT caches of one step came with JDK 25");
      return;
    }
    Path logs = context.folder("aot");
    try (Clouds clouds = Clouds.start(context)) {
      Functions functions = new Functions(context, clouds);
      Optional<Start> python = Python.function(context, functions, logs);
      if (python.isEmpty()) {
        results.note(Python.MISSING);
      }
      Optional<Start> portkey = portkey(context, clouds, logs, results);
      LambdaFunction image = functions.image(Functions.HANDLER, Built.in(context).lambda());
      LambdaFunction cached = cached(image, logs.resolve("function.aot"), logs);
      Container container =
          new Container(
              HostCloud.AWS,
              Built.in(context).server(),
              logs,
              clouds.jvmFlags(),
              clouds.environment(HostCloud.AWS));
      container.train();
      Start lambda = new InvocationStart("Lambda image", api -> cached.start(logs, api));
      Start server = new ServerStart("server", container::start, "chat", Map.of());
      Start toOpenAi =
          new ServerStart("server to OpenAI", container::start, "openai/gpt-5.4", Map.of());
      List<Start> starts = new ArrayList<>(List.of(lambda, server, toOpenAi));
      python.ifPresent(starts::add);
      portkey.ifPresent(starts::add);
      Rounds rounds = Rounds.of(starts, context.rounds(11, 3), context);
      Goal goal = new Goal.AtMostTimes(1.0);
      if (python.isPresent()) {
        rounds.compare("cold, Lambda image with AOT cache", lambda, python.get(), goal, results);
        rounds.compare("cold, server with AOT cache", server, python.get(), goal, results);
      }
      if (portkey.isPresent()) {
        rounds.compare(
            "cold, server with AOT cache, OpenAI behind", toOpenAi, portkey.get(), goal, results);
      }
    }
  }

  private static Optional<Start> portkey(
      BenchmarkContext context, Clouds clouds, Path logs, Results results)
      throws IOException, InterruptedException {
    Optional<String> missing = Portkey.missing();
    if (missing.isPresent()) {
      results.note("Portkey was not measured: " + missing.get());
      return Optional.empty();
    }
    Portkey installed = Portkey.install(context);
    Map<String, String> headers = new LinkedHashMap<>(Portkey.headers(clouds.endpoint("openai")));
    headers.put("authorization", "Bearer " + clouds.apiKey("openai"));
    return Optional.of(
        new ServerStart(
            "Portkey", () -> installed.start(logs.resolve("portkey.log")), "gpt-5.4", headers));
  }

  /** The same function with a cache of what an invocation uses, which its JVM writes here. */
  public static LambdaFunction cached(LambdaFunction image, Path cache, Path logs)
      throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    try (RuntimeApi api = new RuntimeApi();
        MeasuredProcess process = image.with("-XX:AOTCacheOutput=" + cache).start(logs, api)) {
      for (int i = 0; i < 3; i++) {
        InvocationStart.requireGood(api.invoke(Events.chat(), process), process);
      }
      process.end();
      if (!Files.exists(cache)) {
        throw new IOException("the training run wrote no cache; " + process.lastOutput());
      }
    }
    return image.with("-XX:AOTCache=" + cache);
  }
}
