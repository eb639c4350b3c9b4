// Azure OpenAI on loopback.
package dev.trefoil.emulators.azure;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.openai.OpenAiProtocol;
import dev.trefoil.emulators.service.HttpModelService;
import java.net.URI;

/**
 * Chat completions and embeddings over HTTP/1.1 on 127.0.0.1, for bearers of a token that the
 * verifier accepts.
 */
public final class AzureOpenAiEmulator implements ModelEmulator {

  private final String service;
  private final Controls controls;
  private final HttpServer server;

  private AzureOpenAiEmulator(String service, Controls controls, HttpServer server) {
    this.service = service;
    this.controls = controls;
    this.server = server;
  }

  /** Starts it on any free port. */
  public static AzureOpenAiEmulator start(String service, BearerVerifier tokens) {
    return start(service, tokens, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param tokens which tokens are good
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static AzureOpenAiEmulator start(String service, BearerVerifier tokens, int port) {
    var controls = new Controls();
    var protocol = new OpenAiProtocol(new AzureDialect(tokens));
    var server = HttpServer.start(port, new HttpModelService<>(service, protocol, controls));
    return new AzureOpenAiEmulator(service, controls, server);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public ServiceKind kind() {
    return ServiceKind.AZURE_OPENAI;
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
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
