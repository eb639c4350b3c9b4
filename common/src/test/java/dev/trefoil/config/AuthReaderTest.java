package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.AllowedRoutes;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.AuthSettings.ClaimedRoutes;
import dev.trefoil.auth.AuthSettings.Jwt;
import dev.trefoil.auth.AuthSettings.Key;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthReaderTest {
  private static final String HASH =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String REST =
      """
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
      routes:
        chat: {targets: [azure/gpt-5.4]}
        "gpt-*": {targets: ["azure/{model}"]}
      """;

  @Test
  void withoutAWordOnItNothingRuns() {
    assertThat(mistakes(""))
        .singleElement()
        .asString()
        .contains("auth is missing")
        .contains("auth: platform", "keys:", "jwt:", "auth: none");
  }

  @ParameterizedTest
  @CsvSource({"none", "platform"})
  void aWordIsEnough(String word) {
    assertThat(read("auth: " + word))
        .isEqualTo(word.equals("none") ? new AuthSettings.None() : new AuthSettings.Platform());
    assertThat(read("auth: \"${AUTH:-" + word + "}\"")).isEqualTo(read("auth: " + word));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: | auth is empty",
        "auth: keys | auth is not a way to tell callers apart",
        "auth: 'None' | auth is not a way to tell callers apart",
        "auth: [none] | auth must be a mapping",
        "auth: {} | must be one of the four",
        "auth: {keys: {}, jwt: {}} | must be one of the four",
        "auth: {none: true} | must be one of the four",
        "auth: {keys: {}} | auth.keys names no key",
        "auth: {keys: [a]} | auth.keys must be a mapping"
      })
  void anythingElseIsRefused(String auth, String mistake) {
    assertThat(mistakes(auth)).anyMatch(found -> found.contains(mistake));
  }

  @Test
  void keysAreReadWithWhatTheyAllow() {
    assertThat(
            read(
                """
                auth:
                  keys:
                    team-a: {sha256: %s}
                    ci@example: {sha256: "${CI_KEY}", tenant: acme, routes: [chat, "gpt-*", azure/gpt-5.4, "azure/*"]}
                """
                    .formatted(HASH)))
        .isEqualTo(
            new AuthSettings.Keys(
                List.of(
                    new Key("team-a", HASH, Optional.empty(), Optional.empty()),
                    new Key(
                        "ci@example",
                        "0".repeat(64),
                        Optional.of("acme"),
                        Optional.of(
                            AllowedRoutes.of(
                                List.of("chat", "gpt-*", "azure/gpt-5.4", "azure/*")))))));
  }

  @Test
  void mistakesInKeysAreReportedWithTheirPlaceAndKeysAreNotQuoted() {
    List<String> mistakes =
        mistakes(
            """
            auth:
              keys:
                a: {sha256: %s}
                b: {sha256: %s}
                c: {key: trefoil-secret}
                d: {sha256: trefoil-secret}
                "e f": {sha256: "%s", routes: [chats, nobody/x, 7]}
                g: {sha256: "%s", colour: red, routes: []}
                queue: {sha256: "%s"}
                h: {sha256: "%s", tenant: two words}
            """
                .formatted(
                    HASH,
                    HASH.toUpperCase(),
                    "1".repeat(64),
                    "2".repeat(64),
                    "3".repeat(64),
                    "4".repeat(64)));

    assertThat(mistakes)
        .containsExactlyInAnyOrder(
            "line 9, column 8: auth.keys.b has the key of another",
            "line 10, column 14: auth.keys.c.key must not stand in the configuration: `./trefoil"
                + " key` says what does",
            "line 10, column 8: auth.keys.c.sha256 is missing",
            "line 11, column 17: auth.keys.d.sha256 is not the SHA-256 of a key in hexadecimal",
            "line 12, column 12: auth.keys.e f is not a name: letters, digits, . _ @ and - only",
            "line 12, column 98: auth.keys.e f.routes[0] is neither a route nor has a *",
            "line 12, column 105: auth.keys.e f.routes[1] is neither a route nor a target of a"
                + " declared service",
            "line 12, column 115: auth.keys.e f.routes[2] is neither a route nor has a *",
            "line 13, column 93: auth.keys.g.colour is not known here",
            "line 13, column 106: auth.keys.g.routes must be a list with something in it",
            "line 14, column 12: auth.keys.queue is whom jobs belong to that lie on the queue"
                + " directly: take another name",
            "line 15, column 93: auth.keys.h.tenant is no tenant's name: 1 to 128 visible ASCII"
                + " characters");
    assertThat(mistakes).noneMatch(mistake -> mistake.contains("secret"));
  }

  @Test
  void anIssuerIsReadWithItsDefaults() {
    assertThat(
            read(
                """
                auth:
                  jwt: {issuer: "https://login.example/", audiences: [trefoil]}
                """))
        .isEqualTo(
            new Jwt(
                "https://login.example/",
                Set.of("trefoil"),
                Optional.empty(),
                Set.copyOf(Jwt.ALGORITHMS),
                Duration.ofSeconds(60),
                Optional.empty(),
                "sub",
                Optional.empty(),
                Map.of(),
                Optional.empty()));
  }

  @Test
  void anIssuerIsReadWithAllThatCanBeSaid() {
    assertThat(
            read(
                """
                auth:
                  jwt:
                    issuer: accounts.example
                    audiences: [a, b]
                    jwks: http://127.0.0.1:8080/keys
                    algorithms: [ES256]
                    clockSkewSeconds: 0
                    header: x-goog-iap-jwt-assertion
                    name: email
                    tenant: tid
                    require: {tid: t-1}
                    routes: {claim: roles, allow: {some: [chat], all: ["*", "*/*"]}}
                """))
        .isEqualTo(
            new Jwt(
                "accounts.example",
                Set.of("a", "b"),
                Optional.of(URI.create("http://127.0.0.1:8080/keys")),
                Set.of("ES256"),
                Duration.ZERO,
                Optional.of("x-goog-iap-jwt-assertion"),
                "email",
                Optional.of("tid"),
                Map.of("tid", "t-1"),
                Optional.of(
                    new ClaimedRoutes(
                        "roles", Map.of("some", List.of("chat"), "all", List.of("*", "*/*"))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | auth.jwt.issuer is missing",
        "{issuer: 'https://a.example'} | auth.jwt.audiences must be a list",
        "{issuer: 'http://a.example', audiences: [a]} | auth.jwt.issuer is not a URL with https",
        "{issuer: 'a', audiences: [a]} | auth.jwt.issuer is not a URL with https",
        "{issuer: 'a', jwks: 'http://a.example/k', audiences: [a]} | auth.jwt.jwks is not a URL with",
        "{issuer: 'a', jwks: 'file:///k', audiences: [a]} | auth.jwt.jwks is not a URL with https",
        "{issuer: 'a', jwks: 'http://127.0.0.1.a.example/k', audiences: [a]} | auth.jwt.jwks is not",
        "{issuer: 'a', jwks: 'ht tp', audiences: [a]} | auth.jwt.jwks is not a URL",
        "{issuer: 'https://a.example', audiences: [a], algorithms: [none]} | algorithms[0] is not one",
        "{issuer: 'https://a.example', audiences: [a], algorithms: [HS256]} | algorithms[0] is not one",
        "{issuer: 'https://a.example', audiences: [a], clockSkewSeconds: 3600} | from 0 to 300",
        "{issuer: 'https://a.example', audiences: [a], header: 'x y'} | is not the name of a header",
        "{issuer: 'https://a.example', audiences: [a], colour: red} | auth.jwt.colour is not known",
        "{issuer: 'https://a.example', audiences: [a], routes: {}} | auth.jwt.routes.claim is missing",
        "{issuer: 'https://a.example', audiences: [a], routes: {claim: r}} | routes.allow is missing",
        "{issuer: 'https://a.example', audiences: [a], routes: {claim: r, allow: {x: [no]}}} | neither"
      })
  void mistakesInAnIssuerAreReported(String jwt, String mistake) {
    assertThat(mistakes("auth: {jwt: " + jwt + "}")).anyMatch(found -> found.contains(mistake));
  }

  private static AuthSettings read(String auth) {
    return TrefoilConfig.parse(
            auth + (auth.endsWith("\n") ? "" : "\n") + REST, Map.of("CI_KEY", "0".repeat(64)))
        .auth();
  }

  private static List<String> mistakes(String auth) {
    List<String> found = new ArrayList<>();
    String yaml = REST + auth + "\n";
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TrefoilConfig.parse(yaml, Map.of()))
        .satisfies(e -> found.addAll(e.mistakes()));
    return found;
  }
}
