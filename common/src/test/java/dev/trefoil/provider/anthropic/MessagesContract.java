package dev.trefoil.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RawService;
import dev.trefoil.provider.RuledService;
import dev.trefoil.provider.TokenCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of Messages at whichever service. */
abstract class MessagesContract extends ChatModelContract {
  private static final ModelCatalog CATALOG =
      TrefoilConfig.parse(
              """
              auth: none
              services:
                anthropic: {kind: anthropic, keyFrom: "env:KEY"}
                vertex: {kind: vertex, project: my-project, location: global}
                bedrock: {kind: bedrock, region: us-east-1, protocol: messages}
                mantle: {kind: bedrock-mantle, region: us-east-1}
                foundry: {kind: foundry, endpoint: "https://example.services.ai.azure.com"}
              routes:
                chat: {targets: [anthropic/claude-sonnet-4-6]}
              """,
              Map.of())
          .models();

  /** What is known of a model of a service, by the kind that gives the service its name. */
  static Capabilities known(String kind, String model) {
    return CATALOG.of(kind, model);
  }

  /** A service that is asked by this dialect's rules. */
  final ModelService connect(AnthropicSettings settings, RequestSigner signer, String kind) {
    return new RuledService(
        AnthropicService.create(settings, signer, model -> known(kind, model)),
        new MessagesRules(dialect()),
        model -> known(kind, model));
  }

  @Override
  protected String modelId() {
    return "claude-sonnet-4-6";
  }

  @Override
  protected String thinkingModelId() {
    return "claude-haiku-4-5";
  }

  @Override
  protected boolean showsThoughts() {
    return true;
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @Override
  protected Optional<String> ownSignatures() {
    return Optional.of(Signature.ANTHROPIC);
  }

  @Override
  protected Set<String> refuses() {
    return Set.of("n");
  }

  /** How the service speaks. */
  protected abstract MessagesDialect dialect();

  @Override
  protected Set<String> drops() {
    Set<String> drops =
        new HashSet<>(
            Set.of(
                "seed",
                "metadata",
                "presence_penalty",
                "frequency_penalty",
                "logit_bias",
                "logprobs",
                "a_field_that_nobody_knows"));
    if (!dialect().hasTiers()) {
      drops.add("service_tier");
    }
    return drops;
  }

  /** Without its end mark no answer of this protocol is complete. */
  @Override
  protected List<Endless> lingering() throws IOException {
    return lingering(
        List.of(
            "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1}}}",
            "{\"type\":\"content_block_start\",\"index\":0,"
                + "\"content_block\":{\"type\":\"text\",\"text\":\"Hello\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                + "\"usage\":{\"output_tokens\":1}}",
            "{\"type\":\"message_stop\"}"),
        "",
        "data: {\"type\":\"ping\"}\n\n");
  }

  @Override
  protected Endless endless() throws IOException {
    return new RawService(
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream\r
        \r
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hel"}}

        """
            .getBytes(UTF_8));
  }

  /** Where prompts are counted; empty where nothing is. */
  protected String countedAt() {
    return "/anthropic/v1/messages/count_tokens";
  }

  @Test
  void aPromptIsCountedWhereThatIsDone() throws ProviderException {
    try (ModelService service = connect(endpoint(), true)) {
      Optional<TokenCounter> counter = service.counter(modelId());
      if (countedAt().isEmpty()) {
        assertThat(counter).isEmpty();
        return;
      }
      ChatRequest request =
          new ChatRequest(List.of(user("one two three")), Settings.DEFAULTS, false);
      CallContext context =
          new CallContext("id", Deadline.after(Duration.ofMinutes(1)), new Cancellation());

      assertThat(counter.orElseThrow().count(request, modelId(), context)).isPositive();
    }
    assertThat(controls().journal().getLast().path()).endsWith(countedAt());
    assertThat(controls().journal().getLast().body().path("model").asText()).isEqualTo(modelId());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thoughtsAreTakenBack(boolean stream) throws ProviderException {
    Settings settings = Settings.builder().reasoningEffort(Optional.of("low")).build();
    List<ChatEvent> first =
        chat(
            model(),
            new ChatRequest(List.of(user("one two")), settings, stream),
            thinkingModelId());
    Message answer =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Part.Reasoning(thoughts(first), signature(first)), new Part.Text(text(first))));

    List<ChatEvent> second =
        chat(
            model(),
            new ChatRequest(List.of(user("one two"), answer, user("three")), settings, stream),
            thinkingModelId());

    assertThat(text(second)).isEqualTo("three");
    assertThat(controls().journal().getLast().body().at("/messages/1/content/0/type").asText())
        .isEqualTo("thinking");
  }

  static String thoughts(List<ChatEvent> events) {
    return events.stream()
        .map(event -> event instanceof ReasoningDelta(int choice, String text) ? text : "")
        .collect(Collectors.joining());
  }

  static Optional<Signature> signature(List<ChatEvent> events) {
    return events.stream()
        .filter(ReasoningSigned.class::isInstance)
        .map(event -> ((ReasoningSigned) event).signature())
        .findFirst();
  }
}
