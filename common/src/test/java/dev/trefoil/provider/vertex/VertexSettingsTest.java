package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "europe-west1,europe-west1-aiplatform.googleapis.com",
    "global,aiplatform.googleapis.com",
    "us,aiplatform.us.rep.googleapis.com",
    "eu,aiplatform.eu.rep.googleapis.com"
  })
  void eachLocationHasItsHost(String location, String host) {
    VertexSettings settings =
        new VertexSettings("p", location, Optional.empty(), Duration.ofSeconds(3));

    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(443);
  }

  @Test
  void anEndpointReplacesIt() {
    VertexSettings settings =
        new VertexSettings(
            "p",
            "global",
            Optional.of(URI.create("https://localhost:8443/")),
            Duration.ofSeconds(3));

    assertThat(settings.host()).isEqualTo("localhost");
    assertThat(settings.port()).isEqualTo(8443);
  }

  @Test
  void aModelIsNamedInFull() {
    assertThat(
            new VertexSettings("p", "eu", Optional.empty(), Duration.ofSeconds(3))
                .resource("gemini-3.5-flash"))
        .isEqualTo("projects/p/locations/eu/publishers/google/models/gemini-3.5-flash");
  }
}
