// A key that signs web tokens. RSA keys take a moment to make: each is made when it is first used.
package dev.trefoil.emulators.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.trefoil.emulators.identity.SecretText;

/** One key pair of an issuer. */
final class SigningKey {

  private static final int RSA_BITS = 2048;

  private final JWSAlgorithm algorithm;
  private final String id = SecretText.base64(20);
  private JWK made;

  private SigningKey(JWSAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  static SigningKey rs256() {
    return new SigningKey(JWSAlgorithm.RS256);
  }

  static SigningKey es384() {
    return new SigningKey(JWSAlgorithm.ES384);
  }

  /** The half that anyone may see. */
  JWK published() {
    return pair().toPublicJWK();
  }

  String sign(JWTClaimsSet claims) {
    return sign(claims, pair());
  }

  /** Signs with a key of the same name that nobody has published. */
  String forge(JWTClaimsSet claims) {
    return sign(claims, generate());
  }

  private String sign(JWTClaimsSet claims, JWK pair) {
    try {
      JWSSigner signer =
          algorithm.equals(JWSAlgorithm.RS256)
              ? new RSASSASigner(pair.toRSAKey())
              : new ECDSASigner(pair.toECKey());
      var header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(id).build();
      var token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a key that was just made can sign", e);
    }
  }

  private synchronized JWK pair() {
    if (made == null) {
      made = generate();
    }
    return made;
  }

  private JWK generate() {
    try {
      return algorithm.equals(JWSAlgorithm.RS256)
          ? new RSAKeyGenerator(RSA_BITS)
              .keyID(id)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(algorithm)
              .generate()
          : new ECKeyGenerator(Curve.P_384)
              .keyID(id)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(algorithm)
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK makes RSA and P-384 keys", e);
    }
  }
}
