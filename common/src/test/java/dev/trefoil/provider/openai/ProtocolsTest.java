package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ModelCatalog;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolsTest {
  private static final ModelCatalog MODELS = TrefoilConfig.load(Map.of()).models();

  @ParameterizedTest
  @CsvSource({
    "OPENAI, , gpt-6-sol, true",
    "OPENAI, , gpt-5.4-2026-03-05, true",
    "OPENAI, , gpt-5.6-terra, true",
    "OPENAI, , gpt-5.2, false",
    "OPENAI, , gpt-4.1, false",
    "OPENAI, , a-deployment, false",
    "OPENAI, CHAT, gpt-6-sol, false",
    "OPENAI, RESPONSES, gpt-4.1, true",
    "COMPATIBLE, , gpt-6-sol, false",
    "COMPATIBLE, RESPONSES, llama, true",
  })
  void aModelIsSpokenToByTheProtocolThatItNeedsUnlessTheConfigurationSaysOtherwise(
      Dialect dialect, Protocol declared, String model, boolean responses) {
    Protocols protocols = new Protocols(dialect, Optional.ofNullable(declared));
    assertThat(protocols.of(model, MODELS.of("service", model)) == Protocol.RESPONSES)
        .isEqualTo(responses);
  }

  @ParameterizedTest
  @CsvSource({"chat, RESPONSES, false", "responses, CHAT, true", "responses, , true"})
  void whatIsSaidOfAModelComesFirst(String word, Protocol ofService, boolean responses) {
    TrefoilConfig config =
        TrefoilConfig.parse(
            """
            auth: none
            services:
              mine: {kind: openai, endpoint: "http://127.0.0.1:1/v1"}
            models:
              mine/gpt-6-sol: {like: gpt-6-sol, protocol: %s}
            routes:
              chat: {targets: [mine/gpt-6-sol]}
            """
                .formatted(word),
            Map.of());
    Capabilities can = config.models().of("mine", "gpt-6-sol");
    Protocols protocols = new Protocols(Dialect.COMPATIBLE, Optional.ofNullable(ofService));
    assertThat(protocols.of("gpt-6-sol", can) == Protocol.RESPONSES).isEqualTo(responses);
  }

  @Test
  void aWordThatIsNoProtocolIsAMistake() {
    assertThatThrownBy(
            () ->
                TrefoilConfig.parse(
                    """
                    auth: none
                    services:
                      mine: {kind: azure-openai, endpoint: "http://127.0.0.1:1", protocol: soap}
                    routes:
                      chat: {targets: [mine/gpt-6-sol]}
                    """,
                    Map.of()))
        .hasMessageContaining("services.mine.protocol");
  }
}
