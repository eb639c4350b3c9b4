package dev.trefoil.provider.openai;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One answer of Responses, whole or event by event, in our words. The end mark is a response that
 * is {@code completed} or {@code incomplete}. Events that are not known are passed over, as
 * OpenAI's guide to streaming asks.
 */
final class ResponsesAnswer {
  private final ChatListener listener;
  private final String model;
  private final ReasoningMarks marks;
  private final Map<Integer, OutputItem> open = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private int calls;
  private boolean hasContent;
  private Optional<Response> end = Optional.empty();

  ResponsesAnswer(ChatListener listener, String model, ReasoningMarks marks) {
    this.listener = listener;
    this.model = model;
    this.marks = marks;
  }

  /** A whole answer, or the end of one that came in pieces. */
  void take(Response response) throws ProviderException {
    if (response.status().equals("failed") || response.error().isPresent()) {
      throw OpenAiErrors.inAnswer(response.error().orElse(ErrorBody.EMPTY));
    }
    for (int i = 0; i < response.output().size(); i++) {
      end(i, response.output().get(i));
    }
    end = Optional.of(response);
  }

  /**
   * @throws ProviderException of an event that says that the answer failed
   */
  void take(ResponseEvent event) throws ProviderException {
    switch (event.type()) {
      case "response.output_item.added" -> event.item().ifPresent(it -> begin(event.output(), it));
      case "response.output_item.done" -> event.item().ifPresent(it -> end(event.output(), it));
      case "response.output_text.delta" -> item(event, false).text(event.delta(), event.logprobs());
      case "response.refusal.delta" -> item(event, false).refusal(event.delta());
      case "response.reasoning_text.delta" -> item(event, true).thought(event.delta());
      case "response.reasoning_summary_text.delta" ->
          item(event, true).summary(event.part(), event.delta());
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          item(event, false).arguments(event.delta());
      case "response.completed", "response.incomplete", "response.failed" -> {
        if (event.response().isPresent()) {
          take(event.response().get());
        }
      }
      default -> {
        // Those that only repeat what deltas have said, and those that are new.
      }
    }
  }

  private OutputItem item(ResponseEvent event, boolean reasoning) {
    return open.computeIfAbsent(
        event.output(), index -> OutputItem.unannounced(reasoning, this::give));
  }

  private OutputItem begin(int index, JrsObject item) {
    OutputItem begun = OutputItem.begin(item, calls, this::give);
    if (begun.isCall()) {
      calls++;
    }
    open.put(index, begun);
    return begun;
  }

  private void end(int index, JrsObject item) {
    if (!ended.add(index)) {
      return; // The end of the answer holds all of it again.
    }
    OutputItem begun = open.containsKey(index) ? open.get(index) : begin(index, item);
    begun.end(item, model, marks);
  }

  private void give(ChatEvent event) {
    hasContent = true;
    listener.onEvent(event);
  }

  /** Whether the listener has had anything of it. */
  boolean hasContent() {
    return hasContent;
  }

  boolean isComplete() {
    return end.isPresent();
  }

  /**
   * The service said no more.
   *
   * @throws ProviderException TRUNCATED if there was no end mark
   */
  void finish() throws ProviderException {
    if (end.isEmpty()) {
      throw new ProviderException(Kind.TRUNCATED, "the answer ended without being completed");
    }
    Response response = end.get();
    FinishReason reason =
        switch (response.status()) {
          case "completed" -> calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
          case "incomplete" -> incomplete(response.reason());
          case "queued", "in_progress", "" ->
              throw new ProviderException(
                  Kind.TRUNCATED, "the answer's status is \"" + response.status() + "\"");
          default ->
              throw new ProviderException(
                  Kind.OVERLOADED, "unknown status \"" + response.status() + "\"");
        };
    listener.onEvent(new ChatEvent.ChoiceFinished(0, reason));
    listener.onEvent(
        new ChatEvent.Finished(response.usage().orElse(Usage.NONE), response.serviceTier()));
  }

  /** An answer that is not whole for a reason that is not known is none: it may be any part. */
  private static FinishReason incomplete(String reason) throws ProviderException {
    return switch (reason) {
      case "max_output_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> throw new ProviderException(Kind.OVERLOADED, "incomplete for \"" + reason + "\"");
    };
  }
}
