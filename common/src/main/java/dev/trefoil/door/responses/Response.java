package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.Problem;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;

/** One response, from its beginning to its end. */
final class Response {
  private final ResponsesCall call;
  private final ItemIds ids;
  private final long created;
  private final Output output;
  private String model;
  private String status = "in_progress";
  private Optional<String> incomplete = Optional.empty();
  private Optional<Problem> failure = Optional.empty();
  private Usage usage = Usage.NONE;
  private Optional<String> tier = Optional.empty();
  private boolean stored;

  Response(ResponsesCall call, long created, OutputListener listener) {
    this.call = call;
    this.ids = call.ids();
    this.created = created;
    this.model = call.model();
    this.stored = call.store();
    this.output =
        new Output(ids, call.request().tools(), call.encrypted(), call.search(), listener);
  }

  /** Who answers. */
  void startedBy(String answering) {
    model = answering;
  }

  void on(ChatEvent event) {
    switch (event) {
      case ChoiceFinished end -> finish(end);
      case Finished end -> {
        usage = end.usage();
        tier = end.serviceTier();
      }
      default -> output.on(event);
    }
  }

  private void finish(ChoiceFinished end) {
    Optional<StopDetail.Refused> refused =
        end.detail()
            .filter(StopDetail.Refused.class::isInstance)
            .map(StopDetail.Refused.class::cast);
    if (refused.isPresent()) {
      output.decline(refused.get().explanation());
    } else if (end.reason() == FinishReason.LENGTH) {
      incomplete = Optional.of("max_output_tokens");
    } else if (end.reason() == FinishReason.CONTENT_FILTER) {
      incomplete = Optional.of("content_filter");
    }
    output.end(incomplete.isEmpty());
    status = incomplete.isEmpty() ? "completed" : "incomplete";
  }

  /** All that it has said so far. */
  Output output() {
    return output;
  }

  /** Whether nothing of it has been said yet. */
  boolean isEmpty() {
    return output.all().isEmpty();
  }

  /** It ends before its time, for this reason. */
  void cut(String reason) {
    incomplete = Optional.of(reason);
  }

  /** It ends here, with what there is of it. */
  void fail(Problem problem) {
    status = "failed";
    failure = Optional.of(problem);
    output.shown().stream().filter(OutputItem::isOpen).forEach(item -> item.end(false));
  }

  /** It is not made yet, or never: {@code queued} or {@code cancelled}. */
  void standsAt(String word) {
    status = word;
  }

  /** {@code in_progress}, {@code completed}, {@code incomplete} or {@code failed}. */
  String status() {
    return status;
  }

  String id() {
    return ids.response();
  }

  boolean store() {
    return stored;
  }

  /** Says whether it could be kept. */
  void kept(boolean could) {
    stored = could;
  }

  /** What is to be kept of it, once it is complete. */
  KeptResponse toKeep() {
    return new KeptResponse(
        id(),
        call.previous(),
        call.conversation().isPresent()
            ? call.conversation().get().kept(call)
            : InputItems.kept(call.input(), ids),
        output.all().stream().map(OutputItem::json).toList(),
        Json.value(this::write));
  }

  /** Writes it as it is now. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("object", "response");
    json.writeNumberField("created_at", created);
    json.writeStringField("status", status);
    json.writeFieldName("error");
    if (failure.isPresent()) {
      json.writeStartObject();
      json.writeStringField("code", Failures.code(failure.get()));
      json.writeStringField("message", Failures.message(failure.get()));
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    json.writeFieldName("incomplete_details");
    if (incomplete.isPresent()) {
      json.writeStartObject();
      json.writeStringField("reason", incomplete.get());
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    json.writeStringField("model", model);
    json.writeArrayFieldStart("output");
    for (OutputItem item : output.shown()) {
      item.write(json, call.encrypted());
    }
    json.writeEndArray();
    call.echo().write(json);
    if (call.conversation().isPresent()) {
      conversation(json, call.conversation().get());
    }
    json.writeStringField("service_tier", tier.orElse(null));
    json.writeBooleanField("store", stored);
    usage(json);
    json.writeEndObject();
  }

  /** Which it is a turn of; null where it could not become one. */
  private void conversation(JsonGenerator json, ConversationTurn turn) throws IOException {
    if (stored) {
      json.writeObjectFieldStart("conversation");
      json.writeStringField("id", turn.id());
      json.writeEndObject();
    } else {
      json.writeNullField("conversation");
    }
  }

  private void usage(JsonGenerator json) throws IOException {
    if (usage.equals(Usage.NONE)) {
      json.writeNullField("usage");
    } else {
      json.writeFieldName("usage");
      write(json, usage);
    }
  }

  /** Writes what an answer used, as an object. */
  static void write(JsonGenerator json, Usage usage) throws IOException {
    json.writeStartObject();
    json.writeNumberField("input_tokens", usage.promptTokens());
    json.writeObjectFieldStart("input_tokens_details");
    json.writeNumberField("cached_tokens", usage.cachedTokens());
    json.writeNumberField("cache_write_tokens", usage.cacheWriteTokens());
    json.writeEndObject();
    json.writeNumberField("output_tokens", usage.completionTokens());
    json.writeObjectFieldStart("output_tokens_details");
    json.writeNumberField("reasoning_tokens", usage.reasoningTokens());
    json.writeEndObject();
    json.writeNumberField("total_tokens", usage.totalTokens());
    json.writeEndObject();
  }
}
