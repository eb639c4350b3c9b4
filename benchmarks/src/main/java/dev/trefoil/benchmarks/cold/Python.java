// The Python function that start-ups are compared with.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Python with boto3, where the machine has one. */
final class Python {
  static final String MISSING =
      "Python was not measured: there is no python3 with boto3 (python3 -m pip install boto3)";

  private Python() {}

  /** A function that makes the same call; empty without boto3. */
  static Optional<Start> function(BenchmarkContext context, Functions functions, Path logs)
      throws IOException, InterruptedException {
    Optional<String> python = interpreter();
    Path script = context.home().resolve("benchmarks/src/main/python/function.py");
    return python.map(
        program ->
            new InvocationStart(
                "Python function with boto3",
                api -> {
                  Map<String, String> variables = new LinkedHashMap<>(functions.environment());
                  variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
                  variables.put("AWS_REGION", "us-east-1");
                  variables.put("AWS_DEFAULT_REGION", "us-east-1");
                  return MeasuredProcess.start(
                      logs.resolve("python.log"),
                      logs,
                      List.of(program, script.toString()),
                      variables);
                }));
  }

  /** The interpreter itself, not a script that looks for one. */
  private static Optional<String> interpreter() throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("python3", "-c", "import sys, boto3; print(sys.executable)").start();
    } catch (IOException e) {
      return Optional.empty(); // There is no python3.
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
  }
}
