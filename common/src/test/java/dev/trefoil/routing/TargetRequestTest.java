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
import dev.trefoil.policy.Policy;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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

    assertThat(dropped(steps.get(0)))
        .containsExactly("seed", "user", "tools.strict", "metadata.A", "top_k", "verbosity");
    assertThat(dropped(steps.get(1)))
        .containsExactly(
            "messages[0].content[1].file.filename",
            "tools.strict",
            "service_tier",
            "metadata.A",
            "user",
            "top_k",
            "verbosity");
    assertThat(dropped(steps.get(2))).containsExactly("metadata", "top_k");
  }

  @Test
  void theRequestHasNothingThatItsTargetIsNotTold() throws Exception {
    List<Step> steps = plan(ALL_SORTS);
    ChatRequest first = changed(steps.get(0));
    ChatRequest second = changed(steps.get(1));
    ChatRequest third = changed(steps.get(2));

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
  void whatCannotBeLeftOutIsRefusedForTheTargetsThatCannotDoItAlone() throws Exception {
    ChatRequest two =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            Settings.builder().choices(2).seed(OptionalLong.of(7)).build(),
            false);
    List<Step> steps = plan(two);

    assertThat(steps.get(0).changes())
        .containsExactly(
            new RequestChange.Refuse(RequestField.CHOICES, "Bedrock gives one answer"));
    assertThatThrownBy(() -> TargetRequest.of(two, steps.get(0), Policy.DEFAULTS))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(refusal.param()).contains("n");
              assertThat(refusal).hasMessage("Bedrock gives one answer");
            });
    assertThat(TargetRequest.of(two, steps.get(1), Policy.DEFAULTS).settings().choices())
        .isEqualTo(2);
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
