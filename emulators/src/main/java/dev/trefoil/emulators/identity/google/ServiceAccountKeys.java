// The keys by which Google signs for service accounts.
package dev.trefoil.emulators.identity.google;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An RSA key an account, made when it first signs. */
public final class ServiceAccountKeys {

  private static final int BITS = 2048;

  private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();

  /** Signs with the account's key. */
  public byte[] sign(String account, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          pairs.computeIfAbsent(account, name -> ServiceAccountKeys.generate()).getPrivate());
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was just made can sign", e);
    }
  }

  /** Whether the account's key has signed these bytes. */
  public boolean verify(String account, byte[] bytes, byte[] signed) {
    KeyPair pair = pairs.get(account);
    if (pair == null) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // Bytes of another length: nobody can have signed this.
      return false;
    }
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }
}
