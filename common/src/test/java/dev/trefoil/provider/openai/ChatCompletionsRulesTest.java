package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatCompletionsRulesTest {
  private static final List<Tool> TOOLS = List.of(new Tool("f", "", "{}", false));
  private static final Capabilities KNOWN = Capabilities.unknown("m");
  private static final Settings SAMPLED =
      Settings.builder().temperature(OptionalDouble.of(0.5)).build();
  private static final Settings TWICE_SAMPLED =
      Settings.builder().temperature(OptionalDouble.of(0.5)).topP(OptionalDouble.of(0.9)).build();

  static Stream<Arguments> limits() {
    Message image =
        new Message(Role.USER, List.of(new Part.Image(new Media.Inline("image/png", "AAAA"))));
    ResponseFormat schema = new ResponseFormat.JsonSchema("s", "", "{}", true);
    return Stream.of(
        limit("tools", request(Settings.DEFAULTS, TOOLS, false), "tools"),
        limit("images", request(image, new ResponseFormat.Text()), "messages"),
        limit("schema", request(Message.of(Role.USER, "hi"), schema), "response_format"));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void whatAModelIsKnownNotToDoIsRefusedByName(String cannot, ChatRequest request, String param)
      throws ProviderException {
    changed(request, Capabilities.unknown("m"));

    assertThatThrownBy(() -> changed(request, cannot(cannot)))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(refusal.param()).contains(param);
            });
  }

  static Stream<Arguments> preferences() {
    return Stream.of(
        limit("temperature", request(SAMPLED, List.of(), false), "temperature"),
        limit(
            "temperature",
            request(Settings.builder().topP(OptionalDouble.of(0.9)).build(), List.of(), false),
            "top_p"),
        limit("both", request(TWICE_SAMPLED, List.of(), false), "top_p"),
        limit("think", request(thinking("low"), List.of(), false), "reasoning_effort"));
  }

  @ParameterizedTest
  @MethodSource("preferences")
  void aPreferenceThatAModelIsKnownNotToTakeIsLeftOutAndNamed(
      String cannot, ChatRequest request, String param) throws ProviderException {
    assertThat(dropped(request, KNOWN)).isEmpty();
    assertThat(dropped(request, cannot(cannot))).containsExactly(param);
    assertThat(dropped(changed(request, cannot(cannot)), cannot(cannot))).isEmpty();
  }

  @Test
  void whatIsNotAskedForIsNotRefused() throws ProviderException {
    changed(request(SAMPLED, TOOLS, false), cannot("both"));
    changed(request(Settings.DEFAULTS, List.of(), false), cannot("schema"));
    changed(request(Settings.DEFAULTS, List.of(), true), cannot("tools"));
  }

  @Test
  void aModelThatDoesNotThinkIsNotToldNotTo() throws ProviderException {
    ChatRequest request = request(thinking("none"), List.of(), false);
    changed(request, cannot("think"));

    assertThat(changed(request, cannot("think")).settings().reasoningEffort()).isEmpty();
    assertThat(changed(request, Capabilities.unknown("m")).settings().reasoningEffort())
        .isPresent();
  }

  private static Settings thinking(String effort) {
    return Settings.builder().reasoningEffort(Optional.of(effort)).build();
  }

  @Test
  void whatSaysNoMoreThanTheDefaultIsNotRefusedAndNotSaid() throws ProviderException {
    ChatRequest request =
        request(
            Settings.builder().temperature(OptionalDouble.of(1)).topP(OptionalDouble.of(1)).build(),
            List.of(),
            false);
    for (String cannot : List.of("temperature", "both")) {
      changed(request, cannot(cannot));
      assertThat(changed(request, cannot(cannot)).settings().topP()).isEmpty();
      assertThat(dropped(request, cannot(cannot))).isEmpty();
    }
    assertThat(changed(request, cannot("temperature")).settings().temperature()).isEmpty();
    assertThat(changed(request, cannot("both")).settings().temperature()).isPresent();
  }

  @Test
  void fieldsOfOpenAisAreSentInOneOrderAndOthersAreNamed() throws ProviderException {
    ChatRequest request =
        request(
            Settings.DEFAULTS,
            Map.of("verbosity", "\"low\"", "store", "false", "top_k", "4", "best_of", "2"),
            List.of());

    assertThat(
            new String(
                ChatRequestWriter.write(changed(request, KNOWN), "m", Dialect.OPENAI),
                StandardCharsets.UTF_8))
        .endsWith(",\"store\":false,\"verbosity\":\"low\"}");
    assertThat(dropped(request, KNOWN)).containsExactly("best_of", "top_k");
  }

  @Test
  void labelsAreSentWithStoreOnly() throws ProviderException {
    Settings settings = Settings.builder().metadata(Map.of("a", "b")).build();

    assertThat(dropped(request(settings, Map.of(), List.of()), KNOWN)).containsExactly("metadata");
    assertThat(
            changed(request(settings, Map.of("store", "false"), List.of()), KNOWN)
                .settings()
                .metadata())
        .isEmpty();
    assertThat(
            changed(request(settings, Map.of("store", "true"), List.of()), KNOWN)
                .settings()
                .metadata())
        .isNotEmpty();
    assertThat(dropped(request(settings, Map.of("store", "true"), List.of()), KNOWN)).isEmpty();
  }

  @Test
  void whetherCallsMayBeParallelIsSaidWhereThereAreTools() throws ProviderException {
    Settings settings = Settings.builder().parallelToolCalls(Optional.of(true)).build();

    assertThat(dropped(request(settings, Map.of(), List.of()), KNOWN))
        .containsExactly("parallel_tool_calls");
    assertThat(changed(request(settings, Map.of(), TOOLS), KNOWN).settings().parallelToolCalls())
        .isPresent();
  }

  private static ChatRequest changed(ChatRequest request, Capabilities can)
      throws ProviderException {
    return RuledService.changed(request, new ChatCompletionsRules(Dialect.OPENAI), "m", can);
  }

  private static List<String> dropped(ChatRequest request, Capabilities can) {
    return RuledService.dropped(request, new ChatCompletionsRules(Dialect.OPENAI), "m", can);
  }

  private static ChatRequest request(
      Settings settings, Map<String, String> extras, List<Tool> tools) {
    return request(settings, tools, false).withExtras(extras);
  }

  private static Capabilities cannot(String what) {
    return new Capabilities(
        "m",
        !what.equals("temperature"),
        !what.equals("both"),
        true,
        !what.equals("tools"),
        true,
        !what.equals("images"),
        true,
        true,
        !what.equals("schema"),
        what.equals("think") ? Reasoning.NONE : Reasoning.EFFORT,
        false,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  private static Arguments limit(String cannot, ChatRequest request, String param) {
    return Arguments.of(cannot, request, param);
  }

  private static ChatRequest request(Settings settings, List<Tool> tools, boolean stream) {
    return new ChatRequest(
        List.of(Message.of(Role.USER, "hi")),
        tools,
        new ToolChoice.Auto(),
        new ResponseFormat.Text(),
        settings,
        Map.of(),
        stream);
  }

  private static ChatRequest request(Message message, ResponseFormat format) {
    return new ChatRequest(
        List.of(message),
        List.of(),
        new ToolChoice.Auto(),
        format,
        Settings.DEFAULTS,
        Map.of(),
        false);
  }
}
