package dev.trefoil.local;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The built functions with everything emulated, for tests. */
public final class RunningClouds implements AutoCloseable {
  private final LocalClouds clouds;

  public RunningClouds() throws IOException, InterruptedException {
    clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                Ports.startingAt(FreePorts.four()),
                LocalConfig.of(LocalConfig.bundled(), Map.of()),
                home(),
                Optional.empty()));
  }

  /** The repository's top folder. */
  public static Path home() {
    return Path.of(System.getProperty("trefoil.home"));
  }

  public Ports ports() {
    return clouds.ports();
  }

  /** The port of a cloud by its name. */
  public int port(String cloud) {
    return clouds.hosts().stream()
        .filter(host -> host.name().equals(cloud))
        .findFirst()
        .orElseThrow()
        .port();
  }

  public Controls controls(String service) {
    return clouds.emulators().model(service).orElseThrow().controls();
  }

  /** As if just started. */
  public void reset() {
    for (ModelEmulator model : clouds.emulators().models().values()) {
      model.controls().clearFault();
      model.controls().clearReplies();
      model.controls().clearJournal();
      model.controls().pace(Pace.FREE);
    }
  }

  @Override
  public void close() {
    clouds.close();
  }
}
