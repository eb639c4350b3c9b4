// Makes the certificate that an emulator presents for 127.0.0.1 and localhost, in milliseconds and
// without starting keytool.
package dev.trefoil.emulators.net;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An X.509 version 3 certificate (RFC 5280) signed by its own key. */
final class SelfSignedCertificate {

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("2a8648ce3d040302"));
  private static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};

  private SelfSignedCertificate() {}

  /**
   * A certificate that is good from yesterday for this long.
   *
   * @param keys an elliptic-curve pair
   */
  static X509Certificate create(KeyPair keys, Duration validity) throws GeneralSecurityException {
    Instant now = Instant.now();
    byte[] name =
        Der.sequence(
            Der.set(Der.sequence(Der.oid("550403"), Der.utf8("Trefoil emulator on loopback"))));
    byte[] body =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(new byte[] {2})),
            Der.integer(new BigInteger(120, new SecureRandom()).add(BigInteger.ONE).toByteArray()),
            ECDSA_WITH_SHA256,
            name,
            Der.sequence(
                Der.utcTime(UTC_TIME.format(now.minus(Duration.ofDays(1)))),
                Der.utcTime(UTC_TIME.format(now.plus(validity)))),
            name,
            keys.getPublic().getEncoded(),
            Der.tagged(0xa3, Der.sequence(basicConstraints(), alternativeNames(), serverAuth())));
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(keys.getPrivate());
    signer.update(body);
    byte[] certificate = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signer.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  /** OpenSSL-based clients take a certificate as its own root only when it says that it is a CA. */
  private static byte[] basicConstraints() {
    return Der.sequence(Der.oid("551d13"), TRUE, Der.octets(Der.sequence(TRUE)));
  }

  private static byte[] alternativeNames() {
    return Der.sequence(
        Der.oid("551d11"),
        Der.octets(
            Der.sequence(
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.tagged(0x87, new byte[] {127, 0, 0, 1}))));
  }

  private static byte[] serverAuth() {
    return Der.sequence(Der.oid("551d25"), Der.octets(Der.sequence(Der.oid("2b06010505070301"))));
  }
}
