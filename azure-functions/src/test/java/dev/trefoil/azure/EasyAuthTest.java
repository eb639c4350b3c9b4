package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import dev.trefoil.http.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of Easy Auth, where it is on and where it is not. */
class EasyAuthTest {
  private static final EasyAuth ON = EasyAuth.of(Map.of("WEBSITE_AUTH_ENABLED", "True"));

  private static Headers person() {
    return new Headers()
        .set("X-MS-CLIENT-PRINCIPAL", "eyJhdXRoX3R5cCI6ImFhZCJ9")
        .set("X-MS-CLIENT-PRINCIPAL-ID", "0b1e")
        .set("X-MS-CLIENT-PRINCIPAL-NAME", "one@example.com")
        .set("X-MS-CLIENT-PRINCIPAL-IDP", "aad");
  }

  @Test
  void aPersonIsKnownByNameAndAnApplicationByItsId() {
    assertThat(ON.principal(person())).contains(new Principal("one@example.com"));
    assertThat(ON.principal(new Headers().set("x-ms-client-principal-id", "0b1e")))
        .contains(new Principal("0b1e"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "False", "0", "1", "yes"})
  void whereItIsNotOnItsHeadersAreAnybodys(String value) {
    assertThat(EasyAuth.of(Map.of("WEBSITE_AUTH_ENABLED", value)).principal(person())).isEmpty();
    assertThat(EasyAuth.of(Map.of()).principal(person())).isEmpty();
  }

  @Test
  void aCallThatItLetThroughUnknownIsUnknown() {
    assertThat(ON.principal(new Headers())).isEmpty();
    assertThat(ON.principal(new Headers().set("x-ms-client-principal-id", " "))).isEmpty();
    assertThat(ON.principal(new Headers().set("x-ms-client-principal-name", "root"))).isEmpty();
    assertThat(ON.principal(new Headers().set("x-ms-client-principal", "eyJ1c2VySWQiOiJ4In0=")))
        .isEmpty();
    assertThat(ON.principal(person().add("x-ms-client-principal-id", "root"))).isEmpty();
  }
}
