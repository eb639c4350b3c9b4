package dev.trefoil.local;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.local.aws.LambdaSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The built functions with everything emulated, for tests. */
public final class RunningClouds implements AutoCloseable {
  /** What one test makes a service fail with is to be no matter of the next one's. */
  private static final String NO_BREAKER =
      "breaker: {consecutiveFailures: 1000, window: 1000, minimumCalls: 1000}\n";

  /** Of Codex' catalogue, whose models it offers other tools than those that it does not know. */
  public static final String CODEX_MODEL = "gpt-6-sol";

  private final LocalClouds clouds;

  /** With the bundled configuration, and a route that is called as a model of Codex' catalogue. */
  public RunningClouds() throws IOException, InterruptedException {
    this(
        LocalConfig.bundled()
            .replaceFirst("(?m)^  chat:\n(    targets: .*\n)", "$0  " + CODEX_MODEL + ":\n$1"),
        Optional.empty(),
        LambdaSettings.DEFAULT);
  }

  /**
   * @param yaml the configuration
   * @param shown what is given all that the functions write
   */
  public RunningClouds(String yaml, Optional<PrintStream> shown, LambdaSettings lambda)
      throws IOException, InterruptedException {
    this(yaml, shown, lambda, Form.FUNCTIONS);
  }

  /**
   * @param form of what runs on each cloud
   */
  public RunningClouds(String yaml, Optional<PrintStream> shown, LambdaSettings lambda, Form form)
      throws IOException, InterruptedException {
    clouds =
        LocalClouds.start(
            new LocalClouds.Options(
                Ports.anyFree(),
                LocalConfig.of(yaml + NO_BREAKER, Map.of()),
                home(),
                shown,
                lambda,
                form));
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
    return clouds.host(cloud).port();
  }

  public LocalQueues queues() {
    return clouds.queues();
  }

  /** The clouds' token services, and what they gave out. */
  public EmulatedIdentities identities() {
    return clouds.emulators().identities();
  }

  /** A client that trusts what is emulated over TLS. */
  public HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(clouds.emulators().tls().clientContext())
        .build();
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
