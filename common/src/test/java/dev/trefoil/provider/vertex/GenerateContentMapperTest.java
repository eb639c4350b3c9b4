package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pairs do not show: models that can do less, and what follows from it. */
class GenerateContentMapperTest {
  private static final Message HI = Message.of(Role.USER, "hi");
  private static final Tool TOOL = new Tool("get_time", "", "{}", false);
  private static final Part IMAGE = new Part.Image(new Media.Inline("image/png", "AAAA"));

  /** Can do nothing that a model might not. */
  private static final Capabilities LEAST =
      new Capabilities(
          "least",
          false,
          false,
          false,
          false,
          false,
          false,
          false,
          false,
          false,
          Reasoning.NONE,
          false,
          false,
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  @Test
  void whatAModelCannotDoIsRefusedByNameAndWhatIsAPreferenceLeftOut() {
    assertDropped("temperature", s -> s.temperature(OptionalDouble.of(1)));
    assertDropped("top_p", s -> s.topP(OptionalDouble.of(1)));
    assertDropped("reasoning_effort", s -> s.reasoningEffort(Optional.of("low")));
    assertRefused(
        "tools", request(List.of(HI), List.of(TOOL), new ResponseFormat.Text(), Settings.DEFAULTS));
    assertRefused(
        "messages",
        request(
            List.of(new Message(Role.USER, List.of(IMAGE))),
            List.of(),
            new ResponseFormat.Text(),
            Settings.DEFAULTS));
    assertRefused(
        "response_format",
        request(
            List.of(HI),
            List.of(),
            new ResponseFormat.JsonSchema("a", "", "{}", true),
            Settings.DEFAULTS));
  }

  @Test
  void aModelThatDoesNotThinkNeedNotBeToldNotTo() throws ProviderException {
    Settings settings = Settings.builder().reasoningEffort(Optional.of("none")).build();

    assertThat(map(new ChatRequest(List.of(HI), settings, false), LEAST).hasGenerationConfig())
        .isFalse();
  }

  @Test
  void aModelWithoutInstructionsIsToldByTheUser() throws ProviderException {
    GenerateContentRequest mapped =
        map(
            new ChatRequest(
                List.of(Message.of(Role.SYSTEM, "be brief"), HI), Settings.DEFAULTS, false),
            LEAST);

    assertThat(mapped.hasSystemInstruction()).isFalse();
    assertThat(mapped.getContents(0).getRole()).isEqualTo("user");
    assertThat(mapped.getContents(0).getParts(0).getText()).isEqualTo("be brief");
    assertThat(mapped.getContents(1).getParts(0).getText()).isEqualTo("hi");
  }

  @Test
  void aModelThatNobodyKnowsIsAskedForAnything() throws ProviderException {
    Settings settings = Settings.builder().reasoningEffort(Optional.of("none")).build();
    GenerationConfig config =
        map(
                request(List.of(HI), List.of(TOOL), new ResponseFormat.Text(), settings),
                Capabilities.unknown("new-model"))
            .getGenerationConfig();

    assertThat(config.getThinkingConfig().hasThinkingBudget()).isTrue();
    assertThat(config.getThinkingConfig().getThinkingBudget()).isZero();
    assertThat(config.getThinkingConfig().getIncludeThoughts()).isFalse();
  }

  @Test
  void anOlderModelIsShownImagesOfToolsAfterTheResults() throws ProviderException {
    GenerateContentRequest mapped =
        map(
            request(
                List.of(
                    HI,
                    new Message(
                        Role.ASSISTANT,
                        List.of(new Part.ToolCall("a", "look", "{}", Optional.empty()))),
                    new Message(Role.TOOL, List.of(new Part.ToolResult("a", List.of(IMAGE))))),
                List.of(),
                new ResponseFormat.Text(),
                Settings.DEFAULTS),
            LoopbackVertex.model("gemini-2.5-flash"));

    assertThat(mapped.getContents(2).getParts(0).getFunctionResponse().getPartsCount()).isZero();
    assertThat(mapped.getContents(3).getParts(0).getInlineData().getMimeType())
        .isEqualTo("image/png");
  }

  @Test
  void anObjectInTheCloudNeedsAnEndingThatTellsItsType() throws ProviderException {
    assertThat(
            map(file("gs://bucket/a.b/report.PDF"), LoopbackVertex.model("gemini-3"))
                .getContents(0)
                .getParts(0)
                .getFileData()
                .getMimeType())
        .isEqualTo("application/pdf");
    assertRefused("messages", file("gs://bucket/report"), LoopbackVertex.model("gemini-3"));
    assertRefused("messages", file("gs://bucket.pdf"), LoopbackVertex.model("gemini-3"));
    assertRefused("messages", file("s3://bucket/a.pdf"), LoopbackVertex.model("gemini-3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://other/a.png",
        "gs://buckets/a.png",
        "gs://BUCKET/a.png",
        "gs://b%75cket/a.png",
        "gs://bucket@other/a.png",
        "gs://bucket:443/a.png",
        "gs://other/bucket/a.png",
        "gs:///bucket/a.png",
        "s3://bucket/a.png",
        "https://bucket/a.png",
        "https://account.blob.core.windows.net/bucket/a.png",
      })
  void onlyTheBucketsThatAreNamedAreReadWithOurRights(String uri) {
    Media media = new Media.Remote(URI.create(uri));
    Message call =
        new Message(
            Role.ASSISTANT, List.of(new Part.ToolCall("a", "look", "{}", Optional.empty())));
    for (Message message :
        List.of(
            new Message(Role.USER, List.of(new Part.Image(media))),
            new Message(Role.USER, List.of(new Part.Audio(media))),
            new Message(Role.USER, List.of(new Part.File(media, Optional.empty()))),
            new Message(
                Role.TOOL, List.of(new Part.ToolResult("a", List.of(new Part.Image(media))))))) {
      assertRefused(
          "messages",
          new ChatRequest(List.of(HI, call, message), Settings.DEFAULTS, false),
          LoopbackVertex.model("gemini-3.5-flash"));
    }
  }

  @Test
  void theOrderOfAPropertyThatIsCalledPropertiesIsNotMistakenForASchemas()
      throws ProviderException {
    String schema =
        """
        {"properties":{"properties":{"type":"array","items":{"anyOf":[
          {"properties":{"b":{},"a":{}}},{"type":"null"}]}}}}""";
    ResponseFormat format = new ResponseFormat.JsonSchema("a", "", schema, true);
    GenerationConfig config =
        map(
                request(List.of(HI), List.of(), format, Settings.DEFAULTS),
                LoopbackVertex.model("gemini-3"))
            .getGenerationConfig();

    assertThat(JsonValues.text(config.getResponseJsonSchema().getStructValue()))
        .isEqualTo(
            "{\"properties\":{\"properties\":{\"type\":\"array\",\"items\":{\"anyOf\":["
                + "{\"properties\":{\"b\":{},\"a\":{}},\"propertyOrdering\":[\"b\",\"a\"]},"
                + "{\"type\":\"null\"}]}}}}");
  }

  private static ChatRequest file(String uri) {
    Part file = new Part.File(new Media.Remote(URI.create(uri)), Optional.empty());
    return new ChatRequest(
        List.of(new Message(Role.USER, List.of(file))), Settings.DEFAULTS, false);
  }

  private static ChatRequest request(
      List<Message> messages, List<Tool> tools, ResponseFormat format, Settings settings) {
    return new ChatRequest(
        messages, tools, new ToolChoice.Auto(), format, settings, Map.of(), false);
  }

  private static GenerateContentRequest map(ChatRequest request, Capabilities model)
      throws ProviderException {
    ChatRequest changed =
        RuledService.changed(
            request,
            new GenerateContentRules(Set.of("bucket", "bucket.pdf")),
            model.family(),
            model);
    return GenerateContentMapper.map(changed, model.family(), "m", model).message();
  }

  private static void assertDropped(
      String field, java.util.function.UnaryOperator<Settings.Builder> change) {
    Settings settings = change.apply(Settings.builder()).build();
    assertThat(
            RuledService.dropped(
                new ChatRequest(List.of(HI), settings, false),
                new GenerateContentRules(Set.of()),
                LEAST.family(),
                LEAST))
        .containsExactly(field);
  }

  private static void assertRefused(String param, ChatRequest request) {
    assertRefused(param, request, LEAST);
  }

  private static void assertRefused(String param, ChatRequest request, Capabilities model) {
    assertThatThrownBy(() -> map(request, model))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(refusal.param()).contains(param);
            });
  }
}
