// Google Cloud on this machine: the real Functions Framework invoker, kept to loopback.
package dev.trefoil.local.gcp;

import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The function as a Cloud Run function. */
public final class CloudRunHost {
  private static final String INVOKER = "com.google.cloud.functions.invoker.runner.Invoker";
  private static final String SERVICE = "trefoil";

  /** What a function takes. */
  public enum Signature {
    HTTP,
    CLOUDEVENT
  }

  private CloudRunHost() {}

  /**
   * Starts the function's server.
   *
   * @param name how its output is marked
   * @param functionJars a folder of jars
   * @param invokerJars the invoker
   * @param jvmFlags more flags for the function's JVM
   * @param environment what every function process gets
   */
  public static Child start(
      String name,
      int port,
      Signature signature,
      String target,
      Path functionJars,
      List<Path> invokerJars,
      List<String> jvmFlags,
      Map<String, String> environment,
      ChildLogs logs)
      throws IOException {
    List<String> flags = new ArrayList<>(LoopbackSelectorProvider.JVM_FLAGS);
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.addAll(jvmFlags);
    String portText = String.valueOf(port);
    ChildSpec spec =
        new ChildSpec(
                name,
                functionJars,
                flags,
                invokerJars,
                List.of(
                    INVOKER,
                    "--classpath",
                    functionJars.toAbsolutePath().resolve("*").toString(),
                    "--target",
                    target,
                    "--port",
                    portText),
                environment)
            .with(variables(signature, target, portText));
    return Child.start(spec, logs);
  }

  /** Source: "Container runtime contract" of Cloud Run and "Environment variables" of functions. */
  private static Map<String, String> variables(Signature signature, String target, String port) {
    return Map.of(
        "K_SERVICE", SERVICE,
        "K_REVISION", SERVICE + "-00001-loc",
        "K_CONFIGURATION", SERVICE,
        "FUNCTION_TARGET", target,
        "FUNCTION_SIGNATURE_TYPE", signature.name().toLowerCase(Locale.ROOT),
        "PORT", port);
  }
}
