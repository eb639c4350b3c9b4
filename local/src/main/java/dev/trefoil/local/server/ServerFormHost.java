// The container's process without a container engine: the server, kept to loopback.
package dev.trefoil.local.server;

import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The core as an HTTP server of its own, on any cloud. */
public final class ServerFormHost {
  private static final String MAIN = "dev.trefoil.server.ServerMain";

  private ServerFormHost() {}

  /**
   * Starts it.
   *
   * @param cloud whose identity and store it has
   * @param jars its class path
   * @param jvmFlags more flags for its JVM
   * @param environment what every process of the cloud gets
   */
  public static Child start(
      HostCloud cloud,
      int port,
      List<Path> jars,
      List<String> jvmFlags,
      Map<String, String> environment,
      ChildLogs logs)
      throws IOException {
    List<String> flags = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    flags.addAll(jvmFlags);
    String name = cloud.name().toLowerCase(Locale.ROOT);
    return Child.start(
        new ChildSpec(
                name, logs.folder(), flags, jars, List.of(MAIN, String.valueOf(port)), environment)
            .with(Map.of("TREFOIL_HOST", name, "TREFOIL_LISTEN", "127.0.0.1")),
        logs);
  }
}
