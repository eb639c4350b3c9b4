// All that a load needs: the service, the gateways before it, and a plain proxy for scale.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.process.Portkey;
import dev.trefoil.benchmarks.process.Program;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.benchmarks.process.TrefoilServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Four servers on loopback, none with TLS.
 *
 * @param direct the service itself: nginx with canned answers
 * @param proxy nginx before it
 */
record LoadServers(LoadTarget direct, LoadTarget proxy, LoadTarget portkey, LoadTarget trefoil)
    implements AutoCloseable {
  private static final String WHOLE = "/v1";
  private static final String STREAM = "/streamed/v1";
  private static final String MODEL = "gpt-5.4";

  private static final String CONFIG =
      """
      auth: none
      services:
        whole:    {kind: openai, endpoint: "http://127.0.0.1:%1$d%2$s", keyFrom: "env:SERVICE_KEY"}
        streamed: {kind: openai, endpoint: "http://127.0.0.1:%1$d%3$s", keyFrom: "env:SERVICE_KEY"}
      routes:
        whole:    {targets: [whole/%4$s], streamInside: false}
        streamed: {targets: [streamed/%4$s], streamInside: true}
      """;

  /** Why the servers cannot be had on this machine, with how to mend it; empty where they can. */
  static Optional<String> missing() {
    return Stream.of("nginx", "wrk")
        .filter(program -> Program.find(program).isEmpty())
        .findFirst()
        .map(program -> program + " is not installed (Debian: apt-get install nginx-light wrk)")
        .or(Portkey::missing);
  }

  static LoadServers open(BenchmarkContext context) throws IOException, InterruptedException {
    Portkey gateway = Portkey.install(context);
    List<Server> open = new ArrayList<>();
    try {
      Server service = Nginx.canned(context.folder("load/service"), WHOLE, STREAM);
      open.add(service);
      Server proxy = Nginx.proxy(context.folder("load/proxy"), service.port());
      open.add(proxy);
      Server portkey = gateway.start(context.folder("load").resolve("portkey.log"));
      open.add(portkey);
      Server trefoil =
          TrefoilServer.start(
              Built.in(context).server(),
              context.folder("load/trefoil"),
              CONFIG.formatted(service.port(), WHOLE, STREAM, MODEL),
              List.of(),
              Map.of("SERVICE_KEY", "not-a-secret"));
      open.add(trefoil);
      portkey.awaitListening();
      trefoil.awaitListening();
      return new LoadServers(
          new LoadTarget("the service itself", service, LoadServers::straight),
          new LoadTarget("nginx as a proxy", proxy, LoadServers::straight),
          new LoadTarget("Portkey", portkey, kind -> throughPortkey(kind, service)),
          new LoadTarget("Trefoil", trefoil, LoadServers::throughTrefoil));
    } catch (IOException | InterruptedException e) {
      open.forEach(Server::close);
      throw e;
    }
  }

  private static LoadTarget.HttpRequest straight(Kind kind) {
    return LoadTarget.ask(kind.isStream() ? STREAM : WHOLE, Map.of(), MODEL, kind);
  }

  private static LoadTarget.HttpRequest throughPortkey(Kind kind, Server service) {
    String path = kind.isStream() ? STREAM : WHOLE;
    URI base = URI.create("http://127.0.0.1:" + service.port() + path);
    return LoadTarget.ask("/v1", Portkey.headers(base), MODEL, kind);
  }

  private static LoadTarget.HttpRequest throughTrefoil(Kind kind) {
    return LoadTarget.ask("/v1", Map.of(), kind == Kind.PLAIN ? "whole" : "streamed", kind);
  }

  List<LoadTarget> all() {
    return List.of(direct, proxy, portkey, trefoil);
  }

  @Override
  public void close() {
    all().forEach(target -> target.server().close());
  }
}
