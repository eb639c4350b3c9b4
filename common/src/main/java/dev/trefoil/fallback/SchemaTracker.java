package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Tool;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps what of an answer is to hold to a schema, and looks at the whole of it where its service
 * did not see to that. Changes nothing of it.
 */
final class SchemaTracker {
  /** Beyond this an answer is not looked at: the check would refuse it for its size. */
  private static final int MOST_CHARACTERS = 8 << 20;

  private final Map<String, String> tools = new HashMap<>();
  private final Optional<String> format;
  private final Map<Integer, StringBuilder> texts = new TreeMap<>();
  private final Map<Call, StringBuilder> calls = new HashMap<>();
  private final Map<Call, String> called = new HashMap<>();
  private final AnswerEvaluator quality;
  private Optional<SchemaFinding> finding = Optional.empty();
  private boolean unheld;
  private long kept;

  private record Call(int choice, int index) {}

  private SchemaTracker(ChatRequest request, AnswerEvaluator quality) {
    this.quality = quality;
    this.format =
        request.format() instanceof ResponseFormat.JsonSchema schema
            ? Optional.of(schema.schema())
            : Optional.empty();
    for (Tool tool : request.tools()) {
      if (tool.strict()) {
        tools.put(tool.name(), tool.schema());
      }
    }
  }

  /** Empty for a request of which nothing is to hold to a schema. */
  static Optional<SchemaTracker> of(ChatRequest request, AnswerEvaluator quality) {
    boolean asked =
        request.format() instanceof ResponseFormat.JsonSchema
            || request.tools().stream().anyMatch(Tool::strict);
    return asked ? Optional.of(new SchemaTracker(request, quality)) : Optional.empty();
  }

  /** A service gives some of the answer that does not see to it. */
  void unheld() {
    unheld = true;
  }

  /** Empty where the service saw to it, or there was nothing that could hold to a schema. */
  Optional<SchemaFinding> finding() {
    return finding;
  }

  void take(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(int choice, String text) -> {
        if (format.isPresent()) {
          keep(texts.computeIfAbsent(choice, c -> new StringBuilder()), text);
        }
      }
      case ChatEvent.ToolCallStarted call -> {
        if (tools.containsKey(call.name())) {
          called.put(new Call(call.choice(), call.index()), call.name());
        }
      }
      case ChatEvent.ToolArgumentsDelta(int choice, int index, String text) -> {
        Call call = new Call(choice, index);
        if (called.containsKey(call)) {
          keep(calls.computeIfAbsent(call, c -> new StringBuilder()), text);
        }
      }
      case ChatEvent.ChoiceFinished(int choice, FinishReason reason, var detail) -> {
        // Of an answer that is a refusal or a call, the text is beside it.
        if (reason == FinishReason.CONTENT_FILTER || reason == FinishReason.TOOL_CALLS) {
          texts.remove(choice);
        }
      }
      case ChatEvent.RefusalDelta refusal -> texts.remove(refusal.choice());
      case ChatEvent.Finished end -> judge();
      case ChatEvent.ReasoningDelta thought -> {}
      case ChatEvent.ReasoningSummaryDelta summary -> {}
      case ChatEvent.ReasoningSigned mark -> {}
      case ChatEvent.ReasoningRedacted thought -> {}
      case ChatEvent.PhaseStarted phase -> {}
      case ChatEvent.Logprobs logprobs -> {}
      case ChatEvent.NativeDelta beyond -> {}
    }
  }

  private void keep(StringBuilder to, String text) {
    kept += text.length();
    if (kept <= MOST_CHARACTERS) {
      to.append(text);
    }
  }

  private void judge() {
    if (!unheld || texts.isEmpty() && calls.isEmpty()) {
      return;
    }
    SchemaFinding found = SchemaFinding.PASSED;
    if (kept > MOST_CHARACTERS) {
      found = SchemaFinding.UNCHECKED;
    } else {
      for (StringBuilder text : texts.values()) {
        found = found.and(quality.check(format.orElseThrow(), text.toString()));
      }
      for (Map.Entry<Call, StringBuilder> call : calls.entrySet()) {
        String schema = tools.get(called.get(call.getKey()));
        found = found.and(quality.check(schema, call.getValue().toString()));
      }
    }
    finding = Optional.of(found);
  }
}
