// What all services that speak JSON over HTTP are to those who use them; each adds its protocol.
package dev.trefoil.emulators.service;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.net.HttpHandler;
import dev.trefoil.emulators.net.HttpServer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A model service over HTTP/1.1 on 127.0.0.1. */
public abstract class HttpModelEmulator implements ModelEmulator {

  private final String service;
  private final ServiceKind kind;
  private final Controls controls = new Controls();
  private final Map<HttpProtocol<?>, HttpHandler> handlers = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final URI endpoint;

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param protocol what it speaks
   * @param port the port, or 0 for any free one
   * @param basePath what its endpoint has after the port; empty for nothing
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  protected HttpModelEmulator(
      String service, ServiceKind kind, HttpProtocol<?> protocol, int port, String basePath) {
    this(service, kind, path -> protocol, port, basePath);
  }

  /**
   * Starts one that speaks several protocols.
   *
   * @param protocols what is spoken at a path
   */
  protected HttpModelEmulator(
      String service,
      ServiceKind kind,
      Function<String, HttpProtocol<?>> protocols,
      int port,
      String basePath) {
    this.service = service;
    this.kind = kind;
    this.server =
        HttpServer.start(
            port,
            (request, exchange) ->
                handler(protocols.apply(request.path())).handle(request, exchange));
    this.endpoint = URI.create("http://127.0.0.1:" + server.port() + basePath);
  }

  private HttpHandler handler(HttpProtocol<?> protocol) {
    return handlers.computeIfAbsent(
        protocol, spoken -> new HttpModelService<>(service, spoken, controls));
  }

  @Override
  public final String service() {
    return service;
  }

  @Override
  public final ServiceKind kind() {
    return kind;
  }

  @Override
  public final URI endpoint() {
    return endpoint;
  }

  @Override
  public final Controls controls() {
    return controls;
  }

  @Override
  public final void close() {
    server.close();
  }
}
