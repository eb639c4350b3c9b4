// What differs between the token services.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.net.HttpRequest;
import java.util.Optional;

/** One vendor's way of issuing tokens or keys. */
public interface TokenProtocol {

  /** What a request asks to be issued; empty when it only looks something up. */
  Optional<String> operation(HttpRequest request);

  /**
   * Answers.
   *
   * @param flaw what is to be wrong with the token or key, if one is issued
   */
  TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw);

  /** Any error: with this body, or the vendor's usual one at this status. */
  TokenAnswer failed(int status, Optional<JsonNode> body);
}
