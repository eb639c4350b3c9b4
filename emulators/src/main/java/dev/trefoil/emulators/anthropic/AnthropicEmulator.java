// Anthropic's API on loopback.
package dev.trefoil.emulators.anthropic;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpModelService;
import java.net.URI;

/** The Messages API over HTTP/1.1 on 127.0.0.1, for whoever has the key. */
public final class AnthropicEmulator implements ModelEmulator {

  /** What the journal calls the holder of the key. */
  public static final String PRINCIPAL = "anthropic-api-key";

  private final String service;
  private final Controls controls;
  private final HttpServer server;
  private final URI endpoint;

  private AnthropicEmulator(String service, Controls controls, HttpServer server) {
    this.service = service;
    this.controls = controls;
    this.server = server;
    this.endpoint = URI.create("http://127.0.0.1:" + server.port());
  }

  /** Starts it on any free port. */
  public static AnthropicEmulator start(String service, String apiKey) {
    return start(service, apiKey, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param apiKey the key that opens it, sent as {@code x-api-key}
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static AnthropicEmulator start(String service, String apiKey, int port) {
    var controls = new Controls();
    var protocol = new AnthropicProtocol(apiKey);
    var server = HttpServer.start(port, new HttpModelService<>(service, protocol, controls));
    return new AnthropicEmulator(service, controls, server);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public ServiceKind kind() {
    return ServiceKind.ANTHROPIC;
  }

  /** The base URL that Anthropic's SDKs take: without {@code /v1}. */
  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Controls controls() {
    return controls;
  }

  @Override
  public void close() {
    server.close();
  }
}
