package dev.trefoil.emulators.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackTlsTest {

  @Test
  void theCertificateIsForLoopbackOnly() throws GeneralSecurityException {
    try (var tls = LoopbackTls.create()) {
      tls.certificate().checkValidity();
      tls.certificate().verify(tls.certificate().getPublicKey());
      assertThat(tls.certificate().getSubjectAlternativeNames())
          .containsExactly(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    }
  }

  @Test
  void theTrustStoreHoldsTheCertificateAndGoesWithIt()
      throws IOException, GeneralSecurityException {
    var tls = LoopbackTls.create();
    try (InputStream in = Files.newInputStream(tls.trustStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, tls.trustStorePassword().toCharArray());
      String alias = Collections.list(store.aliases()).getFirst();
      assertThat(store.size()).isEqualTo(1);
      assertThat(store.getCertificate(alias)).isEqualTo(tls.certificate());
    }
    tls.close();
    assertThat(tls.trustStore()).doesNotExist();
  }
}
