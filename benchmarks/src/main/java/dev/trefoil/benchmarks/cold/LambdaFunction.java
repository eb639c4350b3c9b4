// A Lambda function as the service starts it: its own process on the real runtime interface client.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.local.aws.LambdaEnvironment;
import dev.trefoil.local.aws.LambdaSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is started.
 *
 * @param settings handler and memory; with a snapshot it is started as under SnapStart
 * @param taskRoot the unpacked archive: jars in {@code lib}, classes beside it
 * @param classPath what stands on the application class path: the runtime interface client, and in
 *     a container image the function as well
 * @param jvmFlags all of its JVM
 * @param environment what the function finds, beside what the service tells it
 */
public record LambdaFunction(
    LambdaSettings settings,
    Path taskRoot,
    List<Path> classPath,
    List<String> jvmFlags,
    Map<String, String> environment) {

  /** The same with more flags for its JVM. */
  public LambdaFunction with(String... flags) {
    List<String> all = new ArrayList<>(jvmFlags);
    all.addAll(List.of(flags));
    return new LambdaFunction(settings, taskRoot, classPath, all, environment);
  }

  /**
   * Starts the process, which asks {@code api} for work; the client looks for the function in its
   * working directory.
   */
  public MeasuredProcess start(Path logs, RuntimeApi api) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(LambdaEnvironment.variables("trefoil", settings, taskRoot));
    // Lambda's own, by which the archive's native libraries are found.
    variables.put("LD_LIBRARY_PATH", taskRoot + ":" + taskRoot.resolve("lib"));
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    String handler = settings.handler();
    Path log = logs.resolve(handler.substring(handler.lastIndexOf('.') + 1) + ".log");
    return MeasuredProcess.start(log, taskRoot, commandLine(), variables);
  }

  private List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmFlags);
    line.add("-cp");
    line.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    line.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
    line.add(settings.handler());
    return line;
  }
}
