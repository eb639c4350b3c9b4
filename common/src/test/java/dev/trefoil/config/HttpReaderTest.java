package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.endpoints.CorsSettings;
import dev.trefoil.endpoints.HttpSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {
  private static final String SMALL =
      """
      auth: none
      services: {azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}}
      routes:
        chat: {targets: [azure/gpt-5.4]}
      """;

  @Test
  void unlessSaidNoPageOfAnotherOriginMayCallAndTheHeapBoundsBodies() {
    assertThat(read("")).isEqualTo(HttpSettings.of(6 * 1024 * 1024));
  }

  @Test
  void whatTheFileSaysIsRead() {
    HttpSettings http =
        read(
            """
            frontDoorTimeoutMs: 50000
            maxRequestBytes: 1000
            maxRequestBytesInFlight: 5000
            cors:
              origins: ["https://app.example.com", "http://localhost:3000", "capacitor://localhost"]
              methods: [POST]
              headers: [authorization, content-type]
              maxAgeSeconds: 60
              exposeHeaders: [x-request-id]
            """);

    assertThat(http)
        .isEqualTo(
            new HttpSettings(
                Optional.of(Duration.ofSeconds(50)),
                1000,
                OptionalLong.of(5000),
                Optional.of(
                    new CorsSettings(
                        Set.of(
                            "https://app.example.com",
                            "http://localhost:3000",
                            "capacitor://localhost"),
                        List.of("POST"),
                        Optional.of(List.of("authorization", "content-type")),
                        Duration.ofSeconds(60),
                        List.of("x-request-id")))));
  }

  @Test
  void oneOriginNeedsNoList() {
    assertThat(read("cors: {origins: \"*\"}\n").cors().orElseThrow())
        .isEqualTo(
            new CorsSettings(
                Set.of("*"),
                CorsSettings.METHODS,
                Optional.empty(),
                Duration.ofSeconds(600),
                CorsSettings.EXPOSED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://App.example.com",
        "https://*.example.com",
        "https://app.example.com:0",
        "https://app.example.com:443",
        "http://localhost:80",
        "https://user@app.example.com",
        "https://",
        "null",
        "**"
      })
  void whatNoBrowserSendsIsNoOrigin(String origin) {
    assertThatThrownBy(() -> read("cors: {origins: [\"" + origin + "\"]}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cors.origins[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "cors: {} | cors.origins must be a list",
        "cors: {origins: []} | cors.origins must be a list",
        "cors: {origins: ['*', 'https://a.example.com']} | cors has an origin beside '*'",
        "cors: {origins: '*', credentials: true} | cors.credentials is not known here",
        "cors: {origins: '*', methods: [PATCH]} | cors.methods[0] is not one of GET, POST, DELETE",
        "cors: {origins: '*', headers: ['a b']} | cors.headers[0] is not the name of a header",
        "cors: {origins: '*', maxAgeSeconds: 90000} | cors.maxAgeSeconds is not a whole number",
        "maxRequestBytesInFlight: 100 | maxRequestBytesInFlight is not a whole number from 6291456"
      })
  void aMistakeIsSaidWithItsPlace(String yaml, String mistake) {
    assertThatThrownBy(() -> read(yaml + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  private static HttpSettings read(String yaml) {
    return TrefoilConfig.parse(SMALL + yaml, Map.of()).http();
  }
}
