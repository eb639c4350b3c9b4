// Lambda functions in the surroundings of a run.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.aws.LambdaEnvironment;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes functions that call the emulated clouds. */
public final class Functions {
  /** The HTTP function. */
  public static final String HANDLER = "dev.trefoil.aws.HttpLambda";

  /** One processor, by Lambda's own table. */
  private static final int MEGABYTES = 1769;

  private final Clouds clouds;
  private final List<Path> runtime;
  private final Map<String, String> environment = new LinkedHashMap<>();

  public Functions(BenchmarkContext context, Clouds clouds) throws IOException {
    this.clouds = clouds;
    this.runtime = ClassPaths.jarsIn(context.home().resolve("local/target/runtimes/lambda"));
    environment.putAll(clouds.environment(HostCloud.AWS));
    // The SDK's own variable, for functions without our configuration.
    environment.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", clouds.endpoint("bedrock").toString());
  }

  /** All that a function finds, beside what Lambda tells it. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** In the managed runtime, which loads the archive with a class loader of its own. */
  public LambdaFunction managed(String handler, Path archive) {
    return managed(settings(handler), archive);
  }

  /**
   * In the managed runtime, as SnapStart has it: restored as soon as it is ready for a snapshot.
   */
  LambdaFunction restored(String handler, Path archive) {
    return managed(settings(handler).withSnapshot(() -> {}), archive);
  }

  /** As a runtime of its own in the place of the managed one. */
  OwnRuntime ownRuntime(Path archive) {
    return new OwnRuntime(settings(HANDLER), archive, clouds.jvmFlags(), environment);
  }

  private LambdaFunction managed(LambdaSettings settings, Path archive) {
    return new LambdaFunction(
        settings,
        archive,
        runtime,
        LambdaEnvironment.jvmFlags(settings, clouds.jvmFlags()),
        environment);
  }

  /** In a container image, whose application class path has the function and the client. */
  public LambdaFunction image(String handler, Path archive) throws IOException {
    List<Path> classPath = new ArrayList<>(ClassPaths.jarsIn(archive.resolve("lib")));
    classPath.addAll(runtime);
    List<String> flags = new ArrayList<>(clouds.jvmFlags());
    flags.add("-XX:TieredStopAtLevel=1");
    flags.add("-XX:+UseSerialGC");
    flags.add("--enable-native-access=ALL-UNNAMED");
    return new LambdaFunction(settings(handler), archive, classPath, flags, environment);
  }

  private static LambdaSettings settings(String handler) {
    return new LambdaSettings(
        handler,
        MEGABYTES,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        1,
        Optional.empty(),
        Optional.empty());
  }
}
