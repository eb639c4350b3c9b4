// Source: Semantic conventions for generative AI v0.1.0, the JSON schemas of gen_ai.input.messages,
// gen_ai.output.messages and gen_ai.system_instructions.
package dev.trefoil.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.gateway.CallContents;
import dev.trefoil.gateway.CallContents.Other;
import dev.trefoil.gateway.CallContents.Piece;
import dev.trefoil.gateway.CallContents.Text;
import dev.trefoil.gateway.CallContents.ToolCall;
import dev.trefoil.gateway.CallContents.ToolResult;
import dev.trefoil.gateway.CallContents.Turn;
import dev.trefoil.json.Json;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts what was said into a span, as the texts of JSON that attributes have. */
final class ContentsJson {
  private static final AttributeKey<String> INSTRUCTIONS =
      AttributeKey.stringKey("gen_ai.system_instructions");
  private static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");
  private static final AttributeKey<String> OUTPUT =
      AttributeKey.stringKey("gen_ai.output.messages");
  private static final String SYSTEM = "system";

  private ContentsJson() {}

  static void write(CallContents contents, Span span) {
    Map<Boolean, List<Turn>> asked =
        contents.asked().stream()
            .collect(Collectors.partitioningBy(turn -> turn.role().equals(SYSTEM)));
    if (!asked.get(true).isEmpty()) {
      span.setAttribute(
          INSTRUCTIONS,
          text(
              json -> {
                for (Turn turn : asked.get(true)) {
                  pieces(turn, json);
                }
              }));
    }
    span.setAttribute(INPUT, text(json -> turns(asked.get(false), json)));
    span.setAttribute(OUTPUT, text(json -> turns(contents.answered(), json)));
  }

  private static void turns(List<Turn> turns, JsonGenerator json) throws IOException {
    for (Turn turn : turns) {
      json.writeStartObject();
      json.writeStringField("role", turn.role());
      json.writeArrayFieldStart("parts");
      pieces(turn, json);
      json.writeEndArray();
      if (turn.finish().isPresent()) {
        json.writeStringField("finish_reason", reason(turn.finish().get()));
      }
      json.writeEndObject();
    }
  }

  private static String reason(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_call";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  private static void pieces(Turn turn, JsonGenerator json) throws IOException {
    for (Piece piece : turn.pieces()) {
      json.writeStartObject();
      switch (piece) {
        case Text(String text) -> {
          json.writeStringField("type", "text");
          json.writeStringField("content", text);
        }
        case ToolCall(String id, String name, String arguments) -> {
          json.writeStringField("type", "tool_call");
          json.writeStringField("id", id);
          json.writeStringField("name", name);
          json.writeStringField("arguments", arguments);
        }
        case ToolResult(String callId, String text) -> {
          json.writeStringField("type", "tool_call_response");
          json.writeStringField("id", callId);
          json.writeStringField("response", text);
        }
        case Other(String kind) -> json.writeStringField("type", kind);
      }
      json.writeEndObject();
    }
  }

  private static String text(Json.Members items) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.generator(text)) {
      json.writeStartArray();
      items.write(json);
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return text.toString();
  }
}
