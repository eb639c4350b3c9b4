// What the Lambda service tells a function's process. Source: "Defined runtime environment
// variables".
package dev.trefoil.local.aws;

import dev.trefoil.local.child.ClassPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Environment and JVM flags of the managed Java runtime. */
public final class LambdaEnvironment {
  private static final String REGION = "us-east-1";

  private LambdaEnvironment() {}

  /** What the service tells a function that lies in {@code taskRoot}. */
  public static Map<String, String> variables(
      String function, LambdaSettings settings, Path taskRoot) {
    return Map.ofEntries(
        Map.entry("_HANDLER", settings.handler()),
        Map.entry("AWS_REGION", REGION),
        Map.entry("AWS_DEFAULT_REGION", REGION),
        Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_java" + Runtime.version().feature()),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", function),
        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(settings.memoryMegabytes())),
        Map.entry(
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            settings.snapshot().isPresent() ? "snap-start" : "on-demand"),
        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function),
        Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        Map.entry("LAMBDA_TASK_ROOT", taskRoot.toString()),
        Map.entry("LD_LIBRARY_PATH", taskRoot + ":" + taskRoot.resolve("lib")),
        Map.entry("TZ", ":UTC"));
  }

  /** As the managed runtime starts its JVM: C1 only, serial collector, heap in the memory size. */
  public static List<String> jvmFlags(LambdaSettings settings, List<String> more) {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:MaxHeapSize=" + settings.memoryMegabytes() * 85 / 100 + "m");
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:TieredStopAtLevel=1");
    flags.add("-Xshare:auto");
    flags.add("--enable-native-access=ALL-UNNAMED");
    // As the managed runtime has it, so that functions are told of snapshots by org.crac.
    flags.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    flags.addAll(more);
    return flags;
  }

  /**
   * The runtime interface client's jars, with our portable part before them where its native
   * library cannot be loaded.
   */
  static List<Path> classPath(List<Path> runtimeJars) {
    boolean linux = System.getProperty("os.name").equals("Linux");
    return linux ? runtimeJars : portable(runtimeJars);
  }

  static List<Path> portable(List<Path> runtimeJars) {
    List<Path> portable = new ArrayList<>(ClassPaths.of(LambdaEnvironment.class));
    portable.addAll(runtimeJars);
    return portable;
  }

  /** The function's name to the rest of the cloud. */
  public static String arn(String function) {
    return "arn:aws:lambda:" + REGION + ":123456789012:function:" + function;
  }
}
