// OpenAI, or a server that imitates it, on loopback.
package dev.trefoil.emulators.openai;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpModelService;
import java.net.URI;
import java.util.Optional;

/** Chat completions and embeddings over HTTP/1.1 on 127.0.0.1, for bearers of a key. */
public final class OpenAiEmulator implements ModelEmulator {

  /** What the journal calls the bearer of the key. */
  public static final String PRINCIPAL = "openai-key";

  private final String service;
  private final Controls controls;
  private final HttpServer server;

  private OpenAiEmulator(String service, Controls controls, HttpServer server) {
    this.service = service;
    this.controls = controls;
    this.server = server;
  }

  /** Starts one that asks for no key, as servers on one's own machine do, on any free port. */
  public static OpenAiEmulator start(String service) {
    return start(service, 0);
  }

  /**
   * Starts one that asks for no key.
   *
   * @param service its name in the journal
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static OpenAiEmulator start(String service, int port) {
    return start(service, new OpenAiDialect(Optional.empty()), port);
  }

  /** Starts one that asks for this key, on any free port. */
  public static OpenAiEmulator start(String service, String apiKey) {
    return start(service, apiKey, 0);
  }

  /**
   * Starts one that asks for a key.
   *
   * @param service its name in the journal
   * @param apiKey the one that is good
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static OpenAiEmulator start(String service, String apiKey, int port) {
    var keys = BearerVerifier.accepting(apiKey, PRINCIPAL);
    return start(service, new OpenAiDialect(Optional.of(keys)), port);
  }

  private static OpenAiEmulator start(String service, OpenAiDialect dialect, int port) {
    var controls = new Controls();
    var protocol = new OpenAiProtocol(dialect);
    var server = HttpServer.start(port, new HttpModelService<>(service, protocol, controls));
    return new OpenAiEmulator(service, controls, server);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public ServiceKind kind() {
    return ServiceKind.OPENAI;
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
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
