// How a service knows its own reasoning again when it comes back in a conversation.
package dev.trefoil.emulators.claude;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs reasoning. All emulators of a service sign alike, those of different services differently;
 * each takes what any of them signed ("Extended thinking" in Anthropic's documentation: values are
 * compatible across platforms).
 */
public final class ReasoningSignature {

  private static final String ALGORITHM = "HmacSHA256";

  /** Where Claude models are. */
  private static final List<String> PLATFORMS =
      List.of("bedrock", "anthropic", "foundry", "vertex");

  private final String service;

  /** Signatures of this service: {@code bedrock}, {@code anthropic}. */
  public ReasoningSignature(String service) {
    this.service = service;
  }

  /** The signature of a text. */
  public String of(String text) {
    return of(service, text);
  }

  private static String of(String service, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // Proves where a text came from to those who cannot read this line: enough on loopback.
      mac.init(new SecretKeySpec(service.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return "Eo" + Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
    }
  }

  /** Whether the signature is of a platform of Claude's, and the text's. */
  public boolean signs(String text, String signature) {
    byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    return PLATFORMS.stream()
        .map(platform -> of(platform, text).getBytes(StandardCharsets.UTF_8))
        .anyMatch(made -> MessageDigest.isEqual(made, given));
  }
}
