package dev.trefoil.door;

import dev.trefoil.chat.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A provider's mark as one opaque text, for wire formats that have a place for marks but none for
 * whose they are: it comes back with the conversation and goes to that provider only.
 */
public final class SignatureText {
  private static final String PREFIX = "trefoil.";
  private static final char SEPARATOR = '\0';

  private SignatureText() {}

  public static String encode(Signature signature) {
    String text = signature.origin() + SEPARATOR + signature.value();
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The mark; empty where the text is none that {@link #encode} made. */
  public static Optional<Signature> decode(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      String joined = new String(bytes, StandardCharsets.UTF_8);
      int at = joined.indexOf(SEPARATOR);
      return at <= 0
          ? Optional.empty()
          : Optional.of(new Signature(joined.substring(0, at), joined.substring(at + 1)));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
