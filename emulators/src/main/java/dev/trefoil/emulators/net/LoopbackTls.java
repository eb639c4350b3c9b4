// The one TLS identity of the emulators, and what a client needs to trust it.
package dev.trefoil.emulators.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a self-signed certificate for 127.0.0.1 and localhost, made at start. Its trust store
 * lies in a temporary file until it is closed.
 */
public final class LoopbackTls implements AutoCloseable {

  private static final char[] NO_SECRET = "trefoil".toCharArray();
  private static final Duration VALIDITY = Duration.ofDays(90);

  private final X509Certificate certificate;
  private final SSLContext server;
  private final SSLContext client;
  private final KeyStore keys;
  private final Path trustStore;

  private LoopbackTls(
      X509Certificate certificate,
      KeyStore keys,
      SSLContext server,
      SSLContext client,
      Path trustStore) {
    this.certificate = certificate;
    this.keys = keys;
    this.server = server;
    this.client = client;
    this.trustStore = trustStore;
  }

  /**
   * Makes a key, a certificate and a trust store.
   *
   * @throws UncheckedIOException when the trust store cannot be written
   */
  public static LoopbackTls create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      X509Certificate certificate = SelfSignedCertificate.create(keys, VALIDITY);

      KeyStore keyStore = emptyStore();
      keyStore.setKeyEntry(
          "emulator", keys.getPrivate(), NO_SECRET, new Certificate[] {certificate});
      var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keyStore, NO_SECRET);
      SSLContext server = SSLContext.getInstance("TLS");
      server.init(keyManagers.getKeyManagers(), null, null);

      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("emulator", certificate);
      var trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(trusted);
      SSLContext client = SSLContext.getInstance("TLS");
      client.init(null, trustManagers.getTrustManagers(), null);

      Path file = Files.createTempFile("trefoil-trust", ".p12");
      try (OutputStream out = Files.newOutputStream(file)) {
        trusted.store(out, NO_SECRET);
      }
      return new LoopbackTls(certificate, keyStore, server, client, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trust store", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks P-256, TLS or PKCS12", e);
    }
  }

  /** The certificate, which is its own issuer. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** For servers: presents the certificate. */
  public SSLContext serverContext() {
    return server;
  }

  /** For clients in this process: trusts the certificate and nothing else. */
  public SSLContext clientContext() {
    return client;
  }

  /** A PKCS12 file that holds the certificate and nothing else; gone after {@link #close}. */
  public Path trustStore() {
    return trustStore;
  }

  /** Writes key and certificate to a PKCS12 file, for a server that is no Java. */
  public void writeKeyStore(Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      keys.store(out, NO_SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks PKCS12", e);
    }
  }

  /** The trust store's password: it protects a public certificate, so it is no secret. */
  public String trustStorePassword() {
    return new String(NO_SECRET);
  }

  /** Options for a child JVM that is to trust the certificate and nothing else. */
  public List<String> jvmOptions() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + trustStorePassword(),
        "-Djavax.net.ssl.trustStoreType=PKCS12");
  }

  /** Deletes the trust store. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(trustStore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
