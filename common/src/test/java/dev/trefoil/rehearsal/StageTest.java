package dev.trefoil.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real clients, led to a stage. */
class StageTest {
  private static final Map<String, ServiceConfig> SERVICES =
      TrefoilConfig.parse(
              """
              auth: none
              services:
                bedrock:   {kind: bedrock, region: us-east-1}
                gpt:       {kind: bedrock, region: us-east-1}
                mantle:    {kind: bedrock-mantle, region: us-east-1}
                open:      {kind: vertex, project: my-project, location: global}
                azure:     {kind: azure-openai, endpoint: "https://example.openai.azure.com"}
                vertex_ai: {kind: vertex, project: my-project, location: global}
                openai:    {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:K"}
                responses: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:K", protocol: responses}
                anthropic: {kind: anthropic, keyFrom: "env:K"}
              routes: {chat: {targets: [bedrock/m]}}
              """,
              Map.of())
          .services();

  /** One that is not spoken to by the service's usual protocol. */
  private static String model(String service) {
    return switch (service) {
      case "gpt" -> "us.openai.gpt-6-sol";
      case "mantle" -> "openai.gpt-6-sol";
      case "open" -> "openai/gpt-oss-120b-maas";
      default -> "model";
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bedrock",
        "azure",
        "vertex_ai",
        "openai",
        "responses",
        "anthropic",
        "gpt",
        "mantle",
        "open"
      })
  void aServiceOnStageAnswersItsClientAgainAndAgainStreamedAndWhole(String name) throws Exception {
    try (Stage stage = Stage.open();
        ModelService service = stage.play(SERVICES.get(name), Capabilities::unknown)) {
      for (int call = 0; call < 4; call++) {
        List<ChatEvent> events = new ArrayList<>();

        service
            .chat()
            .chat(
                new ChatRequest(
                    List.of(Message.of(Role.USER, "Say hello")), Settings.DEFAULTS, call % 2 == 0),
                model(name),
                new CallContext("id", Deadline.after(Duration.ofSeconds(10)), new Cancellation()),
                events::add);

        assertThat(events).contains(new ChatEvent.TextDelta("Hello"));
        assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(new Usage(12, 1)));
      }
    }
  }
}
