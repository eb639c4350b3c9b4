package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import dev.trefoil.http.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as Cloud Run hands them on, where it has checked them and where nobody knows. */
class InvokerIamTest {
  private static final InvokerIam PRIVATE = InvokerIam.of(Map.of(InvokerIam.PRIVATE, "true"));
  private static final String ONE = "one@project.iam.gserviceaccount.com";
  private static final String TWO = "two@project.iam.gserviceaccount.com";

  private static String stripped(String claims) {
    return "Bearer "
        + encoded("{\"alg\":\"RS256\",\"kid\":\"k\",\"typ\":\"JWT\"}")
        + "."
        + encoded(claims)
        + ".SIGNATURE_REMOVED_BY_GOOGLE";
  }

  private static String of(String email) {
    return stripped(
        "{\"iss\":\"https://accounts.google.com\",\"sub\":\"117\",\"email\":\""
            + email
            + "\",\"aud\":\"https://trefoil-abc.a.run.app\"}");
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Serverless-Authorization"})
  void whomThePlatformLetInIsKnown(String header) {
    assertThat(PRIVATE.principal(new Headers().set(header, of(ONE)))).contains(new Principal(ONE));
    assertThat(
            PRIVATE.principal(
                new Headers()
                    .set(header, stripped("{\"iss\":\"accounts.google.com\",\"sub\":\"117\"}"))))
        .contains(new Principal("117"));
  }

  /** The platform checks the first of the two and hands the other on as it came. */
  @Test
  void besideTheHeaderThatWasCheckedTheOtherCountsForNothing() {
    assertThat(
            PRIVATE.principal(
                new Headers()
                    .set("x-serverless-authorization", of(ONE))
                    .set("authorization", of(TWO))))
        .contains(new Principal(ONE));
    assertThat(
            PRIVATE.principal(
                new Headers()
                    .set("x-serverless-authorization", "Bearer x")
                    .set("authorization", of(TWO))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "True", "1", "yes"})
  void aServiceThatNobodySaidIsPrivateBelievesNoToken(String value) {
    Headers headers = new Headers().set("authorization", of(ONE));

    assertThat(InvokerIam.of(Map.of(InvokerIam.PRIVATE, value)).principal(headers)).isEmpty();
    assertThat(InvokerIam.of(Map.of("K_SERVICE", "trefoil")).principal(headers)).isEmpty();
  }

  @Test
  void twoOfAHeaderAreNone() {
    assertThat(
            PRIVATE.principal(
                new Headers().add("authorization", of(ONE)).add("authorization", of(TWO))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "Bearer",
        "Bearer SIGNATURE_REMOVED_BY_GOOGLE",
        "Bearer a.b.SIGNATURE_REMOVED_BY_GOOGLE",
        "Bearer a.!.SIGNATURE_REMOVED_BY_GOOGLE",
        "Bearer a.W10.SIGNATURE_REMOVED_BY_GOOGLE",
        "Bearer a.bnVsbA.SIGNATURE_REMOVED_BY_GOOGLE",
        "Bearer a.e30.SIGNATURE_REMOVED_BY_GOOGLE",
        "Bearer a.e30.SIGNATURE_REMOVED_BY_GOOGLE.SIGNATURE_REMOVED_BY_GOOGLE",
        "Basic a.e30.SIGNATURE_REMOVED_BY_GOOGLE"
      })
  void whatIsNoTokenOfGooglesVouchesForNobody(String value) {
    assertThat(PRIVATE.principal(new Headers().set("authorization", value))).isEmpty();
  }

  @Test
  void aTokenOfAnotherIssuerOrOneStillSignedVouchesForNobody() {
    for (String value :
        new String[] {
          stripped("{\"iss\":\"https://evil.example\",\"email\":\"x\"}"),
          stripped("{\"email\":\"x\"}"),
          stripped("{\"iss\":\"accounts.google.com\"}"),
          stripped("{\"iss\":\"accounts.google.com\",\"sub\":7,\"email\":[]}"),
          of(ONE).replace("SIGNATURE_REMOVED_BY_GOOGLE", "c2lnbmF0dXJl"),
          of(ONE).replace("SIGNATURE_REMOVED_BY_GOOGLE", "")
        }) {
      assertThat(PRIVATE.principal(new Headers().set("authorization", value))).isEmpty();
    }
  }
}
