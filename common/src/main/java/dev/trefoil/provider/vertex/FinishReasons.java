package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Candidate;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/** Why a candidate ended, in our words. */
final class FinishReasons {
  private FinishReasons() {}

  /**
   * @param called whether it called a function: Gemini says STOP then too
   * @throws ProviderException OVERLOADED for a reason that the service gives for its own failures,
   *     or that is not known
   */
  static FinishReason of(Candidate.FinishReason reason, boolean called) throws ProviderException {
    return switch (reason) {
      case STOP -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case MAX_TOKENS -> FinishReason.LENGTH;
      case SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, MODEL_ARMOR ->
          FinishReason.CONTENT_FILTER;
      case OTHER, MALFORMED_FUNCTION_CALL, FINISH_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw new ProviderException(Kind.OVERLOADED, "Vertex AI stopped for " + reason);
    };
  }
}
