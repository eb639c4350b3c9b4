package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start builds, and has tokens fetched for, what its first calls may go to, and no more. */
class BuiltAheadTest {
  private static final String SERVICES =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        azure-eu: {kind: azure-openai, endpoint: "https://b.openai.azure.com"}
        foundry: {kind: foundry, endpoint: "https://a.services.ai.azure.com"}
      routes:
        chat: %s
      """;

  private static final Set<String> NATIVES = Set.of("azure", "azure-eu", "foundry");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{targets: [azure/gpt-5.4]}; azure",
        "{targets: [azure-eu/gpt-5.4]}; azure-eu",
        "{same: claude-opus-5-5}; foundry",
      })
  void whatNoRouteNamesWaitsForItsFirstCall(String route, String service) {
    assertThat(ahead(route)).containsExactly(service);
  }

  @Test
  void allThatRoutesNameIsBuilt() {
    assertThat(ahead("{targets: [azure/gpt-5.4, foundry/claude-opus-5-5]}"))
        .containsExactlyInAnyOrder("azure", "foundry");
  }

  private static Set<String> ahead(String route) {
    return TrefoilRuntime.inRoutes(
        TrefoilConfig.parse(SERVICES.formatted(route), Map.of()), NATIVES);
  }
}
