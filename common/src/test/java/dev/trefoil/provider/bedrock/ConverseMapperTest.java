package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RuledService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;

/** What the files in src/test/resources/pairs/bedrock/requests do not show. */
class ConverseMapperTest {
  private static final String SONNET = "us.anthropic.claude-sonnet-4-6";
  private static final String LLAMA = "us.meta.llama3-3-70b-instruct-v1:0";
  private static final Tool TOOL = new Tool("f", "", "{\"type\":\"object\"}", true);
  private static final Settings SETTINGS =
      Settings.builder()
          .temperature(OptionalDouble.of(0.5))
          .maxTokens(OptionalInt.of(3000))
          .stop(List.of("END"))
          .seed(OptionalLong.of(7))
          .reasoningEffort(Optional.of("high"))
          .parallelToolCalls(Optional.of(false))
          .serviceTier(Optional.of("flex"))
          .metadata(Map.of("team", "blue"))
          .build();

  @Test
  void bothOperationsSayTheSame() throws ProviderException {
    ConverseCall call = map(request(SETTINGS, true), SONNET);
    ConverseRequest whole = call.whole();
    ConverseStreamRequest stream = call.stream();

    for (String member :
        List.of(
            "messages",
            "system",
            "inferenceConfig",
            "toolConfig",
            "additionalModelRequestFields",
            "requestMetadata",
            "serviceTier",
            "outputConfig")) {
      Optional<Object> said = whole.getValueForField(member, Object.class);
      assertThat(said).as(member).isPresent();
      assertThat(stream.getValueForField(member, Object.class)).as(member).isEqualTo(said);
    }
  }

  @Test
  void leavesOutWhatWasNotGiven() throws ProviderException {
    ConverseRequest mapped =
        map(new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false), SONNET)
            .whole();

    assertThat(mapped.hasSystem()).isFalse();
    assertThat(mapped.inferenceConfig()).isNull();
    assertThat(mapped.toolConfig()).isNull();
    assertThat(mapped.additionalModelRequestFields()).isNull();
    assertThat(mapped.outputConfig()).isNull();
    assertThat(mapped.serviceTier()).isNull();
    assertThat(mapped.hasRequestMetadata()).isFalse();
  }

  @Test
  void aModelThatCallsNoToolsInAStreamIsAskedPlainly() throws ProviderException {
    ChatRequest text = new ChatRequest(List.of(Message.of(Role.USER, "hi")), SETTINGS, true);
    ChatRequest tools = request(Settings.DEFAULTS, true);

    assertThat(map(tools, SONNET).streamed()).isTrue();
    assertThat(map(tools, LLAMA).streamed()).isFalse();
    assertThat(map(new ChatRequest(text.messages(), Settings.DEFAULTS, true), LLAMA).streamed())
        .isTrue();
  }

  @Test
  void whatIsDroppedIsNamedAndNotSaid() throws ProviderException {
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            List.of(TOOL),
            new ToolChoice.Auto(),
            new ResponseFormat.Text(),
            Settings.builder().seed(OptionalLong.of(7)).user(Optional.of("u")).build(),
            Map.of("b", "1", "a", "2"),
            false);

    assertThat(
            RuledService.dropped(request, new ConverseRules(), LLAMA, EmulatedBedrock.model(LLAMA)))
        .containsExactly("seed", "user", "tools.strict", "a", "b");
    assertThat(map(request, LLAMA).tools().tools().getFirst().toolSpec().strict()).isNull();
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> map(request(Settings.builder().choices(2).build(), false), SONNET))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(failure.param()).contains("n");
            });
  }

  @Test
  void numbersOfArgumentsStayAsTheyWereWritten() {
    String json = "{\"a\":[1.50,-0,1e400,12345678901234567890,null,true,\"\\u00fc\"],\"b\":{}}";

    assertThat(Documents.write(Documents.read(json)))
        .isEqualTo("{\"a\":[1.50,-0,1e400,12345678901234567890,null,true,\"ü\"],\"b\":{}}");
  }

  private static ConverseCall map(ChatRequest request, String model) throws ProviderException {
    Capabilities can = EmulatedBedrock.model(model);
    return ConverseMapper.map(
        RuledService.changed(request, new ConverseRules(), model, can), model, can);
  }

  private static ChatRequest request(Settings settings, boolean stream) {
    return new ChatRequest(
        List.of(
            Message.of(Role.SYSTEM, "be brief"),
            new Message(Role.USER, List.of(new Part.Text("hi")))),
        List.of(TOOL),
        new ToolChoice.Auto(),
        new ResponseFormat.Text(),
        settings,
        Map.of(),
        stream);
  }
}
