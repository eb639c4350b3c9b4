// `trefoil up`: starts everything, says so, and runs until it is told to end.
package dev.trefoil.local;

import dev.trefoil.config.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the three functions with emulated model services behind them. */
@Command(
    name = "up",
    description = "Starts the three functions and their emulated model services.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Mixin private PortOption port;

  @Mixin private ConfigOption config;

  @Option(names = "--verbose", description = "Shows what the functions write.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    Optional<PrintStream> shown = verbose ? Optional.of(System.err) : Optional.empty();
    try {
      LocalConfig checked = LocalConfig.of(config.yaml(), System.getenv()).watched();
      LocalClouds clouds =
          LocalClouds.start(new LocalClouds.Options(port.ports(), checked, home(), shown));
      Runtime.getRuntime().addShutdownHook(new Thread(clouds::close, "end"));
      System.out.println(ready(clouds.ports()));
      new CountDownLatch(1).await();
      return 0;
    } catch (ConfigException e) {
      System.err.println(config.name() + e.getMessage());
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
    return 1;
  }

  /** The repository's top folder. */
  static Path home() {
    return Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
  }

  private static String ready(Ports ports) {
    return """
    ready  aws http://127.0.0.1:%d  azure http://127.0.0.1:%d  gcp http://127.0.0.1:%d  switchboard http://127.0.0.1:%d
    curl -s http://127.0.0.1:%d/chat -H 'content-type: application/json' -d '{"prompt": "Say hello"}'
    console http://127.0.0.1:%d/console/"""
        .formatted(
            ports.aws(),
            ports.azure(),
            ports.gcp(),
            ports.switchboard(),
            ports.aws(),
            ports.switchboard());
  }
}
