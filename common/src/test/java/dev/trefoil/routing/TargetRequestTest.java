package dev.trefoil.routing;

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
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.LearnedLimit;
import dev.trefoil.health.MovedClock;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is done to one request for each of a plan's targets. */
class TargetRequestTest {
  private static final Router ROUTER =
      Routing.router(
          """
          routes:
            r:
              strategy: ordered
              targets:
                - bedrock/us.meta.llama3-3-70b-instruct-v1:0
                - vertex_ai/gemini-2.5-flash
                - openai/gpt-5.4
          """);

  private static final ChatRequest ALL_SORTS =
      new ChatRequest(
          List.of(
              new Message(
                  Role.USER,
                  List.of(
                      new Part.Text("hi"),
                      new Part.File(
                          new Media.Inline("text/plain", "aGk="), Optional.of("hi.txt"))))),
          List.of(new Tool("f", "", "{}", true)),
          new ToolChoice.Auto(),
          new ResponseFormat.Text(),
          Settings.builder()
              .temperature(OptionalDouble.of(1))
              .seed(OptionalLong.of(7))
              .user(Optional.of("u"))
              .serviceTier(Optional.of("auto"))
              .metadata(Map.of("team", "blue", "A", "é"))
              .build(),
          Map.of("verbosity", "\"low\"", "top_k", "4"),
          true);

  @Test
  void eachTargetIsTheOneWayAroundItsOwnLimits() throws Exception {
    List<Step> steps = plan(ALL_SORTS);
    assertThat(steps.stream().map(step -> step.target().service()))
        .as("who takes the seed comes first")
        .containsExactly("vertex_ai", "openai", "bedrock");

    assertThat(dropped(steps.get(2)))
        .containsExactly("seed", "user", "tools.strict", "metadata.A", "top_k", "verbosity");
    assertThat(dropped(steps.get(0)))
        .containsExactly(
            "messages[0].content[1].file.filename",
            "tools.strict",
            "service_tier",
            "metadata.A",
            "user",
            "top_k",
            "verbosity");
    assertThat(dropped(steps.get(1))).containsExactly("metadata", "top_k");
  }

  @Test
  void theRequestHasNothingThatItsTargetIsNotTold() throws Exception {
    List<Step> steps = plan(ALL_SORTS);
    ChatRequest first = changed(steps.get(2));
    ChatRequest second = changed(steps.get(0));
    ChatRequest third = changed(steps.get(1));

    assertThat(first.settings())
        .isEqualTo(
            Settings.builder()
                .temperature(OptionalDouble.of(1))
                .metadata(Map.of("team", "blue"))
                .build());
    assertThat(first.tools()).containsExactly(new Tool("f", "", "{}", false));
    assertThat(first.extras()).isEmpty();
    assertThat(first.stream()).as("it calls no tools in a stream").isFalse();
    assertThat(second.messages().getFirst().parts().getLast())
        .isEqualTo(new Part.File(new Media.Inline("text/plain", "aGk="), Optional.empty()));
    assertThat(second.settings().seed()).hasValue(7);
    assertThat(second.settings().serviceTier()).isEmpty();
    assertThat(second.stream()).isTrue();
    assertThat(third.settings().metadata()).isEmpty();
    assertThat(third.extras()).containsExactly(Map.entry("verbosity", "\"low\""));
    assertThat(third.tools()).isEqualTo(ALL_SORTS.tools());
  }

  @Test
  void aTargetThatNeedsNoChangeGetsTheRequestAsItIs() throws Exception {
    ChatRequest request =
        new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, true);

    for (Step step : plan(request)) {
      assertThat(step.changes()).isEmpty();
      assertThat(TargetRequest.of(request, step, Policy.DEFAULTS)).isSameAs(request);
    }
  }

  @Test
  void whatCannotBeLeftOutIsNotAskedOfTargetsThatCannotDoIt() throws Exception {
    ChatRequest two =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            Settings.builder().choices(2).seed(OptionalLong.of(7)).build(),
            false);
    List<Step> steps = plan(two);
    List<Step> alone =
        Routing.router("routes: {r: {targets: [bedrock/claude-a, bedrock/claude-b]}}")
            .plan(new RoutingRequest("r", Requirements.of(two)))
            .steps();

    assertThat(steps.stream().map(step -> step.target().service()))
        .containsExactly("vertex_ai", "openai");
    assertThat(alone).as("where all refuse, the first says why").hasSize(1);
    assertThat(alone.getFirst().changes())
        .containsExactly(
            new RequestChange.Refuse(RequestField.CHOICES, "Bedrock gives one answer"));
    assertThatThrownBy(() -> TargetRequest.of(two, alone.getFirst(), Policy.DEFAULTS))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(refusal.param()).contains("n");
              assertThat(refusal).hasMessage("Bedrock gives one answer");
            });
    assertThat(TargetRequest.of(two, steps.get(0), Policy.DEFAULTS).settings().choices())
        .isEqualTo(2);
  }

  @Test
  void theMostThatATargetTakesIsSentInPlaceOfMore() throws Exception {
    ChatRequest much =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            Settings.builder()
                .maxTokens(OptionalInt.of(100_000))
                .temperature(OptionalDouble.of(1.5))
                .build(),
            false);
    String targets = "targets: [bedrock/us.anthropic.claude-sonnet-4-5, openai/gpt-5.4]";
    List<Step> steps =
        Routing.router("routes: {r: {strategy: ordered, " + targets + "}}")
            .plan(new RoutingRequest("r", Requirements.of(much)))
            .steps();

    assertThat(steps.get(0).changes()).isEmpty();
    assertThat(RequestChange.altered(steps.get(1).changes()))
        .containsExactly("max_tokens=64000", "temperature=1");
    Settings changed = TargetRequest.of(much, steps.get(1), Policy.DEFAULTS).settings();
    assertThat(changed.maxTokens()).hasValue(64_000);
    assertThat(changed.temperature()).hasValue(1);

    List<Step> strict =
        Routing.router("routes: {r: {strategy: ordered, strict: true, " + targets + "}}")
            .plan(new RoutingRequest("r", Requirements.of(much)))
            .steps();
    assertThat(strict.stream().map(step -> step.target().service())).containsExactly("openai");
  }

  @Test
  void theCheapestOfACascadeStaysFirst() throws Exception {
    ChatRequest seeded =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            Settings.builder().seed(OptionalLong.of(7)).build(),
            false);
    String yaml =
        """
        prices:
          us.amazon.nova-pro-v1:0: {input: 1, output: 1}
          gpt-5.4: {input: 10, output: 10}
        routes: {r: {strategy: STRATEGY, targets: [openai/gpt-5.4, "bedrock/us.amazon.nova-pro-v1:0"]}}
        """;

    assertThat(first(yaml.replace("STRATEGY", "cascade"), seeded)).isEqualTo("bedrock");
    assertThat(first(yaml.replace("STRATEGY", "cheapest"), seeded)).isEqualTo("openai");
  }

  @Test
  void whatAServiceHasRefusedIsKeptFromItForAWhile() throws Exception {
    MovedClock clock = new MovedClock();
    HealthBook book = new HealthBook(BreakerSettings.DEFAULTS, clock, new Random(1));
    Router router =
        Routing.router(
            "routes: {r: {strategy: ordered, targets: [openai/one, openai/two]}}", book, 1);
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            Settings.builder()
                .topP(OptionalDouble.of(0.5))
                .maxTokens(OptionalInt.of(9_000))
                .topLogprobs(OptionalInt.of(2))
                .build(),
            false);
    RoutingRequest ask = new RoutingRequest("r", Requirements.of(request));
    assertThat(router.plan(ask).steps().getFirst().target().model()).isEqualTo("one");

    for (ProviderException refusal :
        List.of(
            new ProviderException(Kind.UNSUPPORTED, "Unsupported parameter: 'top_p'"),
            new ProviderException(Kind.UNSUPPORTED, "max_tokens: 9000 > 8192, which is the most"),
            new ProviderException(Kind.UNSUPPORTED, "logprobs are not for this model"))) {
      LearnedLimit.of(request, refusal)
          .forEach(limit -> book.learn(new Target("openai", "one"), limit));
    }

    Step last = router.plan(ask).steps().getLast();
    assertThat(last.target().model()).isEqualTo("one");
    assertThat(last.changes())
        .containsExactlyInAnyOrder(
            new RequestChange.Drop(RequestField.TOP_P, List.of("top_p"), true),
            new RequestChange.Clamp(RequestField.MAX_TOKENS, 8192),
            new RequestChange.Drop(RequestField.LOGPROBS, List.of("logprobs"), true));

    clock.advance(Duration.ofMinutes(11));
    assertThat(router.plan(ask).steps().getFirst().target().model()).isEqualTo("one");
    assertThat(router.plan(ask).steps().getFirst().changes()).isEmpty();
  }

  @Test
  void onlyTheNewestOfMuchThatIsLearnedIsKept() {
    HealthBook book = new HealthBook(BreakerSettings.DEFAULTS, new MovedClock(), new Random(1));
    Target target = new Target("openai", "one");
    for (int i = 0; i < 100; i++) {
      book.learn(
          target, new LearnedLimit(RequestField.TOP_P, OptionalInt.of(i), OptionalLong.empty()));
    }
    assertThat(book.limits(target)).hasSize(16);
    assertThat(book.limits(target).getFirst().digest()).hasValue(99);
    book.clear();
    assertThat(book.limits(target)).isEmpty();
  }

  private static String first(String yaml, ChatRequest request) throws RoutingException {
    return Routing.router(yaml)
        .plan(new RoutingRequest("r", Requirements.of(request)))
        .steps()
        .getFirst()
        .target()
        .service();
  }

  private static List<Step> plan(ChatRequest request) throws RoutingException {
    return ROUTER.plan(new RoutingRequest("r", Requirements.of(request))).steps();
  }

  private static List<String> dropped(Step step) {
    return RequestChange.dropped(step.changes());
  }

  private static ChatRequest changed(Step step) throws ProviderException {
    return TargetRequest.of(ALL_SORTS, step, Policy.DEFAULTS);
  }
}
