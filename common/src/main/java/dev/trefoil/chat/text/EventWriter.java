package dev.trefoil.chat.text;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.chat.Usage;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Writes the events of answers. One is an object whose {@code type} says what else it has. */
public final class EventWriter {
  private EventWriter() {}

  /** As one object. */
  public static void event(JsonGenerator json, ChatEvent event) throws IOException {
    json.writeStartObject();
    switch (event) {
      case ChatEvent.TextDelta delta -> text(json, "text", delta.choice(), delta.text());
      case ChatEvent.ReasoningDelta delta -> text(json, "reasoning", delta.choice(), delta.text());
      case ChatEvent.ReasoningSummaryDelta delta -> {
        text(json, "summary", delta.choice(), delta.text());
        json.writeNumberField("index", delta.index());
      }
      case ChatEvent.ReasoningSigned signed ->
          mark(json, "signed", signed.choice(), signed.signature());
      case ChatEvent.ReasoningRedacted thought ->
          mark(json, "redacted", thought.choice(), thought.data());
      case ChatEvent.PhaseStarted phase -> text(json, "phase", phase.choice(), phase.phase());
      case ChatEvent.RefusalDelta delta -> text(json, "refusal", delta.choice(), delta.text());
      case ChatEvent.ToolCallStarted call -> {
        type(json, "toolCall", call.choice());
        json.writeNumberField("index", call.index());
        json.writeStringField("id", call.id());
        json.writeStringField("name", call.name());
        if (call.signature().isPresent()) {
          signature(json, call.signature().get());
        }
      }
      case ChatEvent.ToolArgumentsDelta delta -> {
        text(json, "arguments", delta.choice(), delta.text());
        json.writeNumberField("index", delta.index());
      }
      case ChatEvent.Logprobs logprobs ->
          text(json, "logprobs", logprobs.choice(), logprobs.json());
      case ChatEvent.NativeDelta beyond -> {
        type(json, "native", beyond.choice());
        MessageWriter.beyond(json, beyond.value());
      }
      case ChatEvent.ChoiceFinished finished -> {
        type(json, "choiceFinished", finished.choice());
        json.writeStringField("reason", finished.reason().name().toLowerCase(Locale.ROOT));
        if (finished.detail().isPresent()) {
          detail(json, finished.detail().get());
        }
      }
      case ChatEvent.Finished end -> {
        json.writeStringField("type", "finished");
        usage(json, end.usage());
        optional(json, "serviceTier", end.serviceTier());
      }
    }
    json.writeEndObject();
  }

  private static void type(JsonGenerator json, String type, int choice) throws IOException {
    json.writeStringField("type", type);
    if (choice != 0) {
      json.writeNumberField("choice", choice);
    }
  }

  private static void text(JsonGenerator json, String type, int choice, String text)
      throws IOException {
    type(json, type, choice);
    json.writeStringField("text", text);
  }

  private static void mark(JsonGenerator json, String type, int choice, Signature signature)
      throws IOException {
    type(json, type, choice);
    signature(json, signature);
  }

  private static void signature(JsonGenerator json, Signature signature) throws IOException {
    json.writeStringField("signatureOrigin", signature.origin());
    json.writeStringField("signature", signature.value());
  }

  private static void detail(JsonGenerator json, StopDetail detail) throws IOException {
    switch (detail) {
      case StopDetail.StopSequence(String text) -> json.writeStringField("stopSequence", text);
      case StopDetail.Refused refused -> {
        json.writeBooleanField("refused", true);
        optional(json, "category", refused.category());
        optional(json, "explanation", refused.explanation());
      }
      case StopDetail.ContextWindow full -> json.writeBooleanField("contextWindow", true);
      case StopDetail.Paused paused -> json.writeBooleanField("paused", true);
    }
  }

  private static void usage(JsonGenerator json, Usage usage) throws IOException {
    json.writeNumberField("promptTokens", usage.promptTokens());
    json.writeNumberField("completionTokens", usage.completionTokens());
    json.writeNumberField("cachedTokens", usage.cachedTokens());
    json.writeNumberField("cacheWriteTokens", usage.cacheWriteTokens());
    json.writeNumberField("reasoningTokens", usage.reasoningTokens());
  }

  private static void optional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    }
  }
}
