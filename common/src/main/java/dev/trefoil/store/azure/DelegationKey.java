package dev.trefoil.store.azure;

import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A user delegation key: a secret that Blob storage gives to an identity, to sign links that can do
 * no more than the identity can.
 *
 * @param start when it begins, in the service's own words, as is {@code expiry}
 * @param value the secret, in base64; never to be logged
 */
record DelegationKey(
    String objectId,
    String tenantId,
    String start,
    String expiry,
    String service,
    String version,
    String value) {

  /**
   * Reads what "Get User Delegation Key" answers.
   *
   * @throws StoreException when it is no such key
   */
  static DelegationKey read(byte[] body) throws StoreException {
    String xml = new String(body, StandardCharsets.UTF_8);
    DelegationKey key =
        new DelegationKey(
            element(xml, "SignedOid"),
            element(xml, "SignedTid"),
            element(xml, "SignedStart"),
            element(xml, "SignedExpiry"),
            element(xml, "SignedService"),
            element(xml, "SignedVersion"),
            element(xml, "Value"));
    try {
      Instant.parse(key.expiry());
      Base64.getDecoder().decode(key.value());
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new Unreadable("blob answers with a user delegation key that cannot be read");
    }
    return key;
  }

  /** None of the values has a character that XML writes otherwise. */
  private static String element(String xml, String name) throws StoreException {
    Matcher matcher = Pattern.compile("<%1$s>([^<&]+)</%1$s>".formatted(name)).matcher(xml);
    if (!matcher.find()) {
      throw new Unreadable("blob answers with a user delegation key without " + name);
    }
    return matcher.group(1);
  }

  Instant ends() {
    return Instant.parse(expiry);
  }

  /** The signature of a text, in base64. */
  String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(value), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Without the secret, so that it may be logged. */
  @Override
  public String toString() {
    return "DelegationKey[" + objectId + ", " + expiry + "]";
  }
}
