package dev.trefoil.provider.vertex;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.provider.EmbeddingModelContract;
import dev.trefoil.provider.ModelService;
import java.net.URI;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;

/** What both kinds of Google's embedding models have in common. */
abstract class VertexEmbeddingContract extends EmbeddingModelContract {
  private final LoopbackVertex loopback = new LoopbackVertex();
  private URI endpoint;

  @AfterAll
  @Override
  protected void stopService() {
    super.stopService();
    loopback.close();
  }

  @Override
  protected ModelEmulator start() {
    ModelEmulator emulator = loopback.start(0);
    endpoint = emulator.endpoint();
    return emulator;
  }

  protected final URI endpoint() {
    return endpoint;
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return LoopbackVertex.connect(endpoint, validCredentials);
  }

  @Override
  protected OptionalInt otherDimensions() {
    return OptionalInt.of(256);
  }

  @Override
  protected boolean takesTokens() {
    return false;
  }

  @Override
  protected boolean takesUser() {
    return false;
  }
}
