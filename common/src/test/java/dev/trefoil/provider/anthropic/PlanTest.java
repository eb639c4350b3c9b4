package dev.trefoil.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  @ParameterizedTest
  @CsvSource({
    "minimal,64000,1024",
    "low,64000,2048",
    "medium,64000,8192",
    "high,64000,16384",
    "xhigh,100000,32768",
    "max,100000,32768",
    "max,20000,10000",
    "high,1500,1024"
  })
  void aBudgetLeavesRoomForTheAnswer(String effort, int maxTokens, long budget) {
    assertThat(Thinking.budget(effort, OptionalInt.empty(), maxTokens))
        .isEqualTo(new Thinking.Budget(budget));
  }

  @Test
  void theCallersOwnBudgetIsKeptBelowTheAnswersBound() {
    assertThat(Thinking.budget("low", OptionalInt.of(5000), 8000))
        .isEqualTo(new Thinking.Budget(5000));
    assertThat(Thinking.budget("low", OptionalInt.of(5000), 4000))
        .isEqualTo(new Thinking.Budget(3999));
  }

  @Test
  void maxTokensAreTheCallersOrTheModelsOrAFewThousand() {
    Settings settings = Settings.builder().maxTokens(OptionalInt.of(7)).build();

    assertThat(plan(settings, known()).maxTokens()).isEqualTo(7);
    assertThat(plan(Settings.DEFAULTS, known()).maxTokens()).isEqualTo(64_000);
    assertThat(plan(Settings.DEFAULTS, Capabilities.unknown("x")).maxTokens()).isEqualTo(4096);
  }

  @Test
  void aModelThatIsNoClaudeIsToldTheLevelAsItIsAndMayGoOnWithItsWords() {
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi"), Message.of(Role.ASSISTANT, "hel")),
            Settings.builder().reasoningEffort(Optional.of("minimal")).build(),
            false);
    Plan plan = Plan.of(request, "other", Capabilities.unknown("other"), MessagesDialect.ANTHROPIC);

    assertThat(plan.thinking()).contains(new Thinking.Effort("minimal", false, Optional.empty()));
    assertThat(plan.conversation().turns().getLast().role()).isEqualTo(Role.ASSISTANT);
  }

  @Test
  void theToolOfTheAnswersFormHasANameOfItsOwn() {
    List<Tool> tools =
        List.of(
            new Tool("json_object", "", "{}", false), new Tool("json_object_", "", "{}", false));
    ChatRequest request = inForm(tools, new ToolChoice.Auto());

    assertThat(Plan.of(request, "x", known(), MessagesDialect.ANTHROPIC).form())
        .isInstanceOfSatisfying(
            AnswerForm.ByTool.class,
            form -> assertThat(form.tool().name()).isEqualTo("json_object__"));
  }

  @Test
  void anAnswerThatMustBeACallHasNoForm() {
    List<Tool> tools = List.of(new Tool("f", "", "{}", false));

    assertThat(
            Plan.of(
                    inForm(tools, new ToolChoice.Required()),
                    "x",
                    known(),
                    MessagesDialect.ANTHROPIC)
                .form())
        .isEqualTo(new AnswerForm.Free());
    assertThat(
            Plan.of(
                    inForm(tools, new ToolChoice.Named("f")),
                    "x",
                    known(),
                    MessagesDialect.ANTHROPIC)
                .form())
        .isEqualTo(new AnswerForm.Free());
  }

  private static ChatRequest inForm(List<Tool> tools, ToolChoice choice) {
    return new ChatRequest(
        List.of(Message.of(Role.USER, "hi")),
        tools,
        choice,
        new ResponseFormat.JsonObject(),
        Settings.DEFAULTS,
        Map.of(),
        false);
  }

  private static Plan plan(Settings settings, Capabilities model) {
    return Plan.of(
        new ChatRequest(List.of(Message.of(Role.USER, "hi")), settings, false),
        "x",
        model,
        MessagesDialect.ANTHROPIC);
  }

  private static Capabilities known() {
    return new Capabilities(
        "known",
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        Capabilities.Reasoning.EFFORT,
        false,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(64_000));
  }
}
