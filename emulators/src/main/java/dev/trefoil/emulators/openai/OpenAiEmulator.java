// OpenAI, or a server that imitates it, on loopback.
package dev.trefoil.emulators.openai;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.service.HttpModelEmulator;
import java.util.Optional;

/** Chat completions, Responses and embeddings over HTTP/1.1 on 127.0.0.1, for bearers of a key. */
public final class OpenAiEmulator extends HttpModelEmulator {

  /** What the journal calls the bearer of the key. */
  public static final String PRINCIPAL = "openai-key";

  private OpenAiEmulator(String service, OpenAiDialect dialect, int port) {
    super(service, ServiceKind.OPENAI, new OpenAiProtocol(dialect, service), port, "/v1");
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
    return new OpenAiEmulator(service, dialect, port);
  }
}
