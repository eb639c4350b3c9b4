package dev.trefoil.server;

import dev.trefoil.auth.InvokerIam;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.log.JsonLines;
import dev.trefoil.runtime.Surroundings;
import dev.trefoil.runtime.TrefoilRuntime;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Serves in containers, behind the Lambda Web Adapter, and as a custom handler of Azure's. */
public final class ServerMain {
  private static final System.Logger LOG = System.getLogger(ServerMain.class.getName());

  /** How long a scrape may take. */
  private static final Duration METRICS_TIME = Duration.ofSeconds(10);

  private ServerMain() {}

  /**
   * Serves until the process is told to end.
   *
   * @param args the port
   * @throws IllegalArgumentException naming a variable that says nothing sensible
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> env = System.getenv();
    // Whatever is said from here on, of a wrong variable too, is a line of JSON.
    JsonLines.install(Surroundings.host(env));
    Surroundings surroundings = Surroundings.of(env);
    ServerSettings settings = ServerSettings.of(env);
    int port = Integer.parseInt(args[0]);
    TrefoilRuntime runtime = ServerRuntime.start(surroundings.host(), env, settings);
    HttpServer server =
        new HttpServer(
            port, settings, http(runtime), surroundings.time(), InvokerIam.of(env)::principal);
    server.start();
    if (settings.metrics().isPresent()) {
      metrics(settings, runtime, server).start();
    }
    Runnable drained = runtime.keepWhileDraining();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  runtime.endWatching();
                  server.drain(settings.drain());
                  var unused = runtime.flushAtTheEnd();
                  drained.run();
                },
                "trefoil-http-drain"));
    LOG.log(Level.INFO, "URL: http://localhost:" + port + "/");
    server.join();
  }

  /** With the console's page before it, where the configuration wants that and it is here. */
  private static HttpHandler http(TrefoilRuntime runtime) {
    if (!runtime.hasConsole()) {
      return runtime.http();
    }
    if (!ConsoleHandler.isHere()) {
      LOG.log(Level.WARNING, "this archive is packaged without the page that 'console' wants");
      return runtime.http();
    }
    return new ConsoleHandler(runtime.http());
  }

  /** A port of its own, which an operator keeps inside, so that no scraper needs a key. */
  private static HttpServer metrics(
      ServerSettings settings, TrefoilRuntime runtime, HttpServer server) {
    return new HttpServer(
        settings.metrics().getAsInt(),
        settings,
        new MetricsHandler(() -> server.metrics() + runtime.metrics()),
        METRICS_TIME,
        headers -> Optional.empty());
  }
}
