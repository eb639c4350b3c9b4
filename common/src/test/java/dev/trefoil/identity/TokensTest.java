package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9."
          + base64(
              "{\"iss\":\"https://a.example\",\"aud\":\"api://x\",\"sub\":\"me\",\"exp\":1,"
                  + "\"name\":{\"iss\":\"not this\"},\"oid\":\"not told\"}")
          + ".c2lnbmF0dXJl";

  @Test
  void ofATokenTheClaimsAreToldThatATrustPolicyLooksAt() {
    assertThat(Tokens.claims(JWT)).isEqualTo("iss=https://a.example aud=api://x sub=me exp=1");
  }

  @Test
  void whatIsNoTokenHasNoClaims() {
    assertThat(Tokens.claims("")).isEmpty();
    assertThat(Tokens.claims("opaque")).isEmpty();
    assertThat(Tokens.claims("a.%.b")).isEqualTo("unreadable");
    assertThat(Tokens.claims("a." + base64("[1]") + ".b")).isEmpty();
  }

  @Test
  void aTokenThatAServiceQuotesIsMasked() {
    assertThat(Tokens.masked("the token " + JWT + " is wrong:\n ya29.a-b_c.d, ASIAABCDEFGHIJKL"))
        .isEqualTo("the token [token] is wrong: [token], [token]");
    assertThat(Tokens.masked("x".repeat(5000))).hasSizeLessThan(1002);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
