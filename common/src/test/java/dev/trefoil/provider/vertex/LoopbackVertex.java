package dev.trefoil.provider.vertex;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.vertex.VertexEmulator;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The provider in front of its emulator; until it is closed, the JVM trusts the emulator. */
final class LoopbackVertex implements AutoCloseable {
  private static final ModelCatalog CATALOG = TrefoilConfig.load(Map.of()).models();

  private final LoopbackTls tls = LoopbackTls.create();
  private final SSLContext before;

  LoopbackVertex() {
    try {
      before = SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    SSLContext.setDefault(tls.clientContext());
  }

  LoopbackTls tls() {
    return tls;
  }

  ModelEmulator start(int port) {
    return VertexEmulator.start("vertex", BearerVerifier.accepting("right", "test"), tls, port);
  }

  static ModelService connect(URI endpoint, boolean validCredentials) {
    return new RuledService(
        VertexService.create(
            new VertexSettings("project", "global", Optional.of(endpoint), Duration.ofSeconds(3)),
            credentials(validCredentials),
            LoopbackVertex::model),
        new GenerateContentRules(Set.of()),
        LoopbackVertex::model);
  }

  static OAuth2Credentials credentials(boolean valid) {
    return OAuth2Credentials.create(
        new AccessToken(valid ? "right" : "wrong", Date.from(Instant.now().plusSeconds(3600))));
  }

  /** What models.yaml says of a model. */
  static Capabilities model(String id) {
    return CATALOG.of("vertex_ai", id);
  }

  @Override
  public void close() {
    SSLContext.setDefault(before);
    tls.close();
  }
}
