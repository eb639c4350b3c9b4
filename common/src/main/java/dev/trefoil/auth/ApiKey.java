package dev.trefoil.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A bearer key: 256 random bits behind a prefix by which scanners for secrets can know it. So much
 * chance needs no salt and no slow hash.
 *
 * @param text to be shown once, kept nowhere, logged never
 */
public record ApiKey(String text) {
  /** What every key begins with. */
  public static final String PREFIX = "trefoil-";

  private static final int BYTES = 32;

  /** A new one. */
  public static ApiKey random() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new ApiKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** What the configuration says of it, in hexadecimal. */
  public String sha256() {
    return HexFormat.of().formatHex(hash());
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "a key";
  }
}
