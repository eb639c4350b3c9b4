// Amazon Bedrock on loopback.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpModelService;
import java.net.URI;
import java.time.Clock;

/**
 * Converse and ConverseStream over HTTP/1.1 on 127.0.0.1, for requests signed with Signature
 * Version 4 by a key of the keyring.
 */
public final class BedrockEmulator implements ModelEmulator {

  private final String service;
  private final Controls controls;
  private final HttpServer server;

  private BedrockEmulator(String service, Controls controls, HttpServer server) {
    this.service = service;
    this.controls = controls;
    this.server = server;
  }

  /** Starts it on any free port. */
  public static BedrockEmulator start(String service, AwsKeyring keyring) {
    return start(service, keyring, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param keyring the keys that may sign
   * @param port the port, or 0 for any free one
   * @throws java.io.UncheckedIOException when the port cannot be had
   */
  public static BedrockEmulator start(String service, AwsKeyring keyring, int port) {
    var controls = new Controls();
    var protocol = new BedrockProtocol(new SigV4Verifier("bedrock", keyring, Clock.systemUTC()));
    var server = HttpServer.start(port, new HttpModelService<>(service, protocol, controls));
    return new BedrockEmulator(service, controls, server);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public ServiceKind kind() {
    return ServiceKind.BEDROCK;
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
