// The HTTP function as a runtime of its own, as Lambda starts it by its wrapper.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.local.aws.LambdaEnvironment;
import dev.trefoil.local.aws.LambdaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is started.
 *
 * @param settings handler and memory
 * @param taskRoot the unpacked archive
 * @param jvmFlags those that stream.sh does not set
 * @param environment what the function finds, beside what the service tells it
 */
record OwnRuntime(
    LambdaSettings settings,
    Path taskRoot,
    List<String> jvmFlags,
    Map<String, String> environment) {

  MeasuredProcess start(Path logs, RuntimeApi api) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(LambdaEnvironment.variables("trefoil", settings, taskRoot));
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("JAVA_TOOL_OPTIONS", String.join(" ", jvmFlags));
    return MeasuredProcess.start(
        logs.resolve("own-runtime.log"), taskRoot, List.of("./stream.sh"), variables);
  }
}
