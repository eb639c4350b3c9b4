package dev.trefoil.provider.vertex;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/** Says no before anything is sent. */
final class Refusal {
  private Refusal() {}

  /**
   * @param param the field to blame, in OpenAI's spelling
   */
  static ProviderException of(String param, String message) {
    return new ProviderException(Kind.UNSUPPORTED, message).withParam(param);
  }
}
