package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.config.ConfigException;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.ApplyGuardrailEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ModelService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A guardrail that Converse itself applies, by AWS's SDK. */
@Timeout(60)
class ConverseGuardrailTest {
  private static final String MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void whatItStopsEndsAsAContentFilterEndsIt(boolean stream) throws Exception {
    try (ModelEmulator emulator = BedrockEmulator.start("bedrock", EmulatedBedrock.KEYRING, 0);
        ModelService service = service(emulator)) {
      List<ChatEvent> well = ask(service, "all is well", stream);
      assertThat(well).contains(new ChoiceFinished(0, FinishReason.STOP));
      JsonNode config = emulator.controls().journal().getLast().body().path("guardrailConfig");
      assertThat(config.path("guardrailIdentifier").asText()).isEqualTo(ApplyGuardrailEmulator.ID);
      assertThat(config.path("guardrailVersion").asText())
          .isEqualTo(ApplyGuardrailEmulator.VERSION);
      assertThat(config.path("trace").asText()).isEqualTo("disabled");
      assertThat(config.path("streamProcessingMode").asText()).isEqualTo(stream ? "sync" : "");

      List<ChatEvent> stopped = ask(service, "a hateful thing", stream);
      assertThat(stopped).contains(new ChoiceFinished(0, FinishReason.CONTENT_FILTER));
      assertThat(stopped)
          .filteredOn(TextDelta.class::isInstance)
          .noneMatch(event -> ((TextDelta) event).text().contains("hateful"));
    }
  }

  private static final String FILE =
      """
      auth: none
      services:
        aws: {kind: bedrock, region: us-east-1, guardrail: gr1, guardrailVersion: "3"}
      routes:
        chat: {targets: [aws/us.anthropic.claude-sonnet-4-6, aws/us.openai.gpt-6-sol]}
      """;

  /** What another protocol is spoken to would not be guarded. */
  @Test
  void allModelsOfItsServiceAreCalledByConverse() {
    TrefoilConfig config = TrefoilConfig.parse(FILE, Map.of());
    ServiceConfig.Bedrock aws = (ServiceConfig.Bedrock) config.services().get("aws");

    assertThat(aws.guardrail()).contains(new ConverseGuardrail("gr1", "3"));
    for (String model : List.of("us.anthropic.claude-sonnet-4-6", "us.openai.gpt-6-sol")) {
      assertThat(aws.choice().of(model, config.models().of("aws", model)))
          .isEqualTo(Protocol.CONVERSE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "guardrail: gr1,       |                 | aws.guardrail is missing",
        "guardrailVersion: \"3\" | protocol: converse | aws.guardrailVersion is missing",
        "guardrail: gr1        | guardrail: GR 1 | aws.guardrail is not the id or ARN",
        "guardrail: gr1        | guardrail: gr1, protocol: messages | aws.protocol must be converse",
      })
  void aMistakeIsNamedByItsKey(String said, String instead, String mistake) {
    String file = FILE.replace(said, instead == null ? "" : instead);

    assertThat(file).isNotEqualTo(FILE);
    assertThatThrownBy(() -> TrefoilConfig.parse(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  private static ModelService service(ModelEmulator emulator) {
    return BedrockService.create(
        new BedrockSettings(
            "us-east-1",
            Optional.of(emulator.endpoint()),
            Optional.of(
                new ConverseGuardrail(ApplyGuardrailEmulator.ID, ApplyGuardrailEmulator.VERSION)),
            Duration.ofSeconds(3)),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "right")),
        EmulatedBedrock::model);
  }

  private static List<ChatEvent> ask(ModelService service, String text, boolean stream)
      throws Exception {
    List<ChatEvent> events = new ArrayList<>();
    service
        .chat()
        .chat(
            new ChatRequest(List.of(Message.of(Role.USER, text)), Settings.DEFAULTS, stream),
            MODEL,
            new CallContext("test", Deadline.after(Duration.ofSeconds(30)), new Cancellation()),
            events::add);
    return events;
  }
}
