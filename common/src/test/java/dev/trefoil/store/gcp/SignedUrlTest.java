package dev.trefoil.store.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Signed URLs against Google's own vectors (googleapis/conformance-tests, {@code
 * storage/v1/v4_signatures.json}). Nobody signs here: that the published signature is one of the
 * text that we would have signed is checked with the public half of the key that it was made with.
 */
class SignedUrlTest {
  private static final String ACCOUNT =
      "test-iam-credentials@dummy-project-id.iam.gserviceaccount.com";

  /** Of {@code test_service_account.not-a-test.json}. */
  private static final String PUBLIC_KEY =
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArD8zIqyKLbX0Nq8o0Jj1qHEhHhqO3+0OP7TEFx5Vxc6PdwBo"
          + "FNrfnJRI/S+ZaDYS1avr5Pqpp8g8+UNOMvI1VsjGM8xjTaxkVv8mmKp6pSmQstTt25pzY1exA2wv4xNWSwWNFNx2"
          + "kh35+kvTQ/DF3YA9P7pUU1sKur1PP8OoubWLFO59iy5UE5dX0O/3pjvZ2HAhSXsx2VWtB5nlrHR8FrKJNLJMEGED"
          + "SMz9yRfQaUeYCU9oDYHuiqKQ3rCXi6C82l+3FJw5/ggJ5y7iw8MErCFSslcYQRbBVz6ZYKWkEcJhs8BG3/16bfaq"
          + "NusNlDIJ99I7DmipUngF/HEulYhfrQIDAQAB";

  private enum Vector {
    SIMPLE_GET(
        "2019-02-01T09:00:00Z",
        10,
        Map.of(),
        "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-iam-credentials%40dummy-project-id"
            + ".iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date="
            + "20190201T090000Z&X-Goog-Expires=10&X-Goog-SignedHeaders=host",
        "00e2fb794ea93d7adb703edaebdd509821fcc7d4f1a79ac5c8d2b394df109320",
        "95e6a13d43a1d1962e667f17397f2b80ac9bdd1669210d5e08e0135df9dff4e56113485dbe429ca2266487b9d1796"
            + "ebdee2d7cf682a6ef3bb9fbb4c351686fba90d7b621cf1c4eb1fdf126460dd25fa0837dfdde0a9fd98662ce60"
            + "844c458448fb2b352c203d9969cb74efa4bdb742287744a4f2308afa4af0e0773f55e32e92973619249214b97"
            + "283b2daa14195244444e33f938138d1e5f561088ce8011f4986dda33a556412594db7c12fc40e1ff3f1bedeb7"
            + "a42f5bcda0b9567f17f65855f65071fabb88ea12371877f3f77f10e1466fff6ff6973b74a933322ff0949ce35"
            + "7e20abe96c3dd5cfab42c9c83e740a4d32b9e11e146f0eb3404d2e975896f74"),
    VARY_EXPIRATION_AND_TIMESTAMP(
        "2019-03-01T09:00:00Z",
        20,
        Map.of(),
        "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-iam-credentials%40dummy-project-id"
            + ".iam.gserviceaccount.com%2F20190301%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date="
            + "20190301T090000Z&X-Goog-Expires=20&X-Goog-SignedHeaders=host",
        "779f19fdb6fd381390e2d5af04947cf21750277ee3c20e0c97b7e46a1dff8907",
        "9669ed5b10664dc594c758296580662912cf4bcc5a4ba0b6bf055bcbf6f34eed7bdad664f534962174a924741a0c2"
            + "73a4f67bc1847cef20192a6beab44223bd9d4fbbd749c407b79997598c30f82ddc269ff47ec09fa3afe74e006"
            + "16d438df0d96a7d8ad0adacfad1dc3286f864d924fe919fb0dce45d3d975c5afe8e13af2db9cc37ba77835f92"
            + "f7669b61e94c6d562196c1274529e76cfff1564cc2cad7d5387dc8e12f7a5dfd925685fe92c30b43709eee29f"
            + "a2f66067472cee5423d1a3a4182fe8cea75c9329d181dc6acad7c393cd04f8bf5bc0515127d8ebd65d80c08e1"
            + "9ad03316053ea60033fd1b1fd85a69c576415da3bf0a3718d9ea6d03e0d66f0"),
    QUERY_PARAMETER_ENCODING(
        "2019-02-01T09:00:00Z",
        10,
        Map.of("aA0é/=%-_.~", "~ ._-%=/é0Aa"),
        "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-iam-credentials%40dummy-project-id"
            + ".iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date="
            + "20190201T090000Z&X-Goog-Expires=10&X-Goog-SignedHeaders=host&aA0%C3%A9%2F%3D%25-_.~=~"
            + "%20._-%25%3D%2F%C3%A90Aa",
        "448f96c23dafa8210900554e138b2b5fd55bc53ef53b8637cecc3edec45a8fcf",
        "0e4f289c28626a32af95d78f5a0d2c75e5f0bef1cfe5035a532a8185e3ad45b1d5e8ad5ae0fb1898420e40a157647"
            + "9861c6579db7e3b28ef8386160995ac1374be85e780ac3dfcc62538e9b2e2c51555950fb6fd0d7ecc509d3ccd"
            + "9c02af5a6c6eb930d21a7383792300eb50a093a597c1da2a290ed56b01844251f8271d0d5e61fc3f4273a0c26"
            + "f80e061c06124d93346ea1c50388e3fe73494c05ac27a54caedc04d1476c276c7602554e4cc1933e41df31ea5"
            + "23f4009e879c92333f98b4313755470d7e400bbbde9f5bef36f40b2a1c4a85edbd62aaa84a516e3df055d5d3f"
            + "575b9ea0f1c24f057240852d9e618403e1dd2cd0fa7fc16b071b07322172256"),
    QUERY_PARAMETER_ORDERING(
        "2019-02-01T09:00:00Z",
        10,
        Map.of("prefix", "/foo", "X-Goog-Meta-Foo", "bar"),
        "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-iam-credentials%40dummy-project-id"
            + ".iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date="
            + "20190201T090000Z&X-Goog-Expires=10&X-Goog-Meta-Foo=bar&X-Goog-SignedHeaders=host&prefix"
            + "=%2Ffoo",
        "4dafe74ad142f32b7c25fc4e6b38fd3b8a6339d7f112247573fb0066f637db6c",
        "a07745e1b3d59b85cbe11aa766df72c22468959e7217615dccb7f030234f66b60b37e480f30725ed51f29816362ca"
            + "8286c619ebb66448ff1d370be2a4a48aacf20d3d2d6200ed17341a5791baf2ee5cd9c2823adacc6264f66c8a5"
            + "4fa887e1bce3c55cf78fb2f6a52618cf09d6f945f63d148052a7b66a75e075ff5065828a806b84bdc49a42399"
            + "be7483225c720d5e18a6160f79d815f433e7921694fe1d041099851793c2581db0e5ca503cfb566e414f900ce"
            + "ede5f9b22030edd32ab20b6f7f9fb2afba89098b9364e03397c03a94eac3a140c99979b8786844fb4f6c62c19"
            + "85378939dd1bbaea8e41b9100dda85a27733171cc78d96ee362ea2c3432f4d8");

    private final Instant timestamp;
    private final int expiration;
    private final Map<String, String> parameters;
    private final String query;
    private final String canonicalDigest;
    private final String signature;

    Vector(
        String timestamp,
        int expiration,
        Map<String, String> parameters,
        String query,
        String canonicalDigest,
        String signature) {
      this.timestamp = Instant.parse(timestamp);
      this.expiration = expiration;
      this.parameters = parameters;
      this.query = query;
      this.canonicalDigest = canonicalDigest;
      this.signature = signature;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theUrlIsThePublishedOne(Vector vector) throws StoreException {
    URI object = URI.create("https://storage.googleapis.com/test-bucket/test-object");

    BlobLink link =
        SignedUrl.get(
            object,
            vector.parameters,
            new Published(vector),
            vector.timestamp,
            Duration.ofSeconds(vector.expiration),
            Deadline.after(Duration.ofMinutes(1)));

    assertThat(link.uri().toString())
        .isEqualTo(object + "?" + vector.query + "&X-Goog-Signature=" + vector.signature);
    assertThat(link.expires()).isEqualTo(vector.timestamp.plusSeconds(vector.expiration));
  }

  /** Knows one signature, and gives it for the text that it is one of. */
  private record Published(Vector vector) implements UrlSigner {
    @Override
    public String email(Deadline deadline) {
      return ACCOUNT;
    }

    @Override
    public byte[] sign(byte[] bytes, Deadline deadline) {
      assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith("\n" + vector.canonicalDigest);
      byte[] signed = HexFormat.of().parseHex(vector.signature);
      try {
        PublicKey key =
            KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(PUBLIC_KEY)));
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(bytes);
        assertThat(verifier.verify(signed)).isTrue();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      return signed;
    }
  }
}
