package dev.trefoil.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of an answer is looked at; {@link Harness.PlainQuality} objects to the word "wrong". */
class SchemaTrackerTest {
  private static final ChatEvent END = new ChatEvent.Finished(Usage.NONE);

  @Test
  void nothingIsKeptWhereNothingIsToHoldToASchema() {
    assertThat(SchemaTracker.of(request(new ResponseFormat.Text(), false), quality())).isEmpty();
    assertThat(SchemaTracker.of(request(new ResponseFormat.JsonObject(), false), quality()))
        .isEmpty();
  }

  @Test
  void whatTheServiceSawToIsNotLookedAt() {
    SchemaTracker watch = watch();
    List.of(text(0, "wrong"), finished(0, FinishReason.STOP), END).forEach(watch::take);

    assertThat(watch.finding()).isEmpty();
  }

  @Test
  void theTextOfEveryChoiceIsLookedAtInOnePiece() {
    SchemaTracker watch = watch();
    watch.unheld();
    List.of(
            text(0, "fi"),
            text(1, "wro"),
            text(0, "ne"),
            text(1, "ng"),
            finished(0, FinishReason.STOP),
            finished(1, FinishReason.LENGTH),
            END)
        .forEach(watch::take);

    assertThat(watch.finding()).contains(SchemaFinding.FAILED);
  }

  @Test
  void ofARefusalAndOfACallTheTextIsNotLookedAt() {
    SchemaTracker watch = watch();
    watch.unheld();
    List.of(
            text(0, "wrong"),
            finished(0, FinishReason.CONTENT_FILTER),
            text(1, "wrong"),
            new ChatEvent.ToolCallStarted(1, 0, "id", "strict", Optional.empty()),
            new ChatEvent.ToolArgumentsDelta(1, 0, "{}"),
            new ChatEvent.ToolCallStarted(1, 1, "id", "loose", Optional.empty()),
            new ChatEvent.ToolArgumentsDelta(1, 1, "wrong"),
            finished(1, FinishReason.TOOL_CALLS),
            END)
        .forEach(watch::take);

    assertThat(watch.finding()).contains(SchemaFinding.PASSED);
  }

  @Test
  void theArgumentsOfStrictToolsAreLookedAt() {
    SchemaTracker watch = watch();
    watch.unheld();
    List.of(
            new ChatEvent.ToolCallStarted(0, 0, "id", "strict", Optional.empty()),
            new ChatEvent.ToolArgumentsDelta(0, 0, "wro"),
            new ChatEvent.ToolArgumentsDelta(0, 0, "ng"),
            finished(0, FinishReason.TOOL_CALLS),
            END)
        .forEach(watch::take);

    assertThat(watch.finding()).contains(SchemaFinding.FAILED);
  }

  @Test
  void anAnswerThatIsTooLongToBeCheckedIsSaidToBeUnchecked() {
    SchemaTracker watch = watch();
    watch.unheld();
    String much = "x".repeat(1 << 20);
    for (int i = 0; i < 9; i++) {
      watch.take(text(0, much));
    }
    watch.take(END);

    assertThat(watch.finding()).contains(SchemaFinding.UNCHECKED);
  }

  private static ChatEvent text(int choice, String text) {
    return new ChatEvent.TextDelta(choice, text);
  }

  private static ChatEvent finished(int choice, FinishReason reason) {
    return new ChatEvent.ChoiceFinished(choice, reason);
  }

  private static SchemaTracker watch() {
    return SchemaTracker.of(
            request(new ResponseFormat.JsonSchema("f", "", "{}", true), true), quality())
        .orElseThrow();
  }

  private static AnswerEvaluator quality() {
    return new Harness.PlainQuality();
  }

  private static ChatRequest request(ResponseFormat format, boolean strict) {
    return new ChatRequest(
        List.of(Message.of(Role.USER, "hi")),
        List.of(new Tool("loose", "", "{}", false), new Tool("strict", "", "{}", strict)),
        new ToolChoice.Auto(),
        format,
        Settings.DEFAULTS,
        Map.of(),
        false);
  }
}
