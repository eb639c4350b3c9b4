package dev.trefoil.provider.vertex;

import com.google.protobuf.ByteString;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Base64;
import java.util.Optional;

/**
 * Gemini's marks on its calls of functions (Google Cloud, "Thought signatures"). The mark of what
 * it says comes with its last words: the service does not insist on it, and answers better with it.
 */
final class Signatures {
  /** Stands for a signature at calls that another model made. */
  private static final String NONE = "skip_thought_signature_validator";

  /**
   * The text's own bytes, as Google's own client over gRPC sends it (google-cloud-dotnet,
   * PredictionServiceChatClient). It could not be verified against the service: the field is bytes
   * here and base64 in REST, where reports disagree about the text as it is and its base64.
   */
  private static final ByteString SENTINEL = ByteString.copyFromUtf8(NONE);

  private Signatures() {}

  static Optional<Signature> of(ByteString bytes) {
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Signature(
                Signature.GOOGLE, Base64.getEncoder().encodeToString(bytes.toByteArray())));
  }

  /**
   * What a call of the history bears. Of calls made together only the first must bear something.
   *
   * @return empty bytes for nothing
   * @throws ProviderException INVALID for a signature that is not base64
   */
  static ByteString at(Optional<Signature> signature, boolean first, Capabilities model)
      throws ProviderException {
    String own =
        signature
            .filter(mark -> mark.origin().equals(Signature.GOOGLE))
            .map(Signature::value)
            .orElse("");
    if (own.isEmpty()) {
      return first && Gemini.wantsSignatures(model) ? SENTINEL : ByteString.EMPTY;
    }
    return bytes(own);
  }

  /** Whether a mark is Google's. */
  static boolean isOwn(Optional<Signature> signature) {
    return signature.filter(mark -> mark.origin().equals(Signature.GOOGLE)).isPresent();
  }

  /**
   * A mark as the service takes it.
   *
   * @throws ProviderException INVALID for one that is not base64
   */
  static ByteString bytes(String own) throws ProviderException {
    if (own.equals(NONE)) {
      return SENTINEL;
    }
    try {
      return ByteString.copyFrom(
          Base64.getDecoder().decode(own.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException e) {
      throw new ProviderException(Kind.INVALID, "a thought_signature is not base64", e)
          .withParam("messages");
    }
  }
}
