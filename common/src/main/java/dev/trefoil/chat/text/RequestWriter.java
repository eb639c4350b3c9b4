package dev.trefoil.chat.text;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes requests. What is absent is left out; {@link RequestReader} takes it for absent. A member
 * that is added later has to be one that may be absent. Of the same request always the same text.
 */
public final class RequestWriter {
  private RequestWriter() {}

  /** As one object. */
  public static void chat(JsonGenerator json, ChatRequest request) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("messages");
    for (var message : request.messages()) {
      MessageWriter.message(json, message);
    }
    json.writeEndArray();
    if (!request.tools().isEmpty()) {
      json.writeArrayFieldStart("tools");
      for (Tool tool : request.tools()) {
        json.writeStartObject();
        tool(json, tool);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    toolChoice(json, request.toolChoice());
    format(json, request.format());
    settings(json, request.settings());
    texts(json, "extras", request.extras());
    natives(json, request.natives());
    if (request.stream()) {
      json.writeBooleanField("stream", true);
    }
    json.writeEndObject();
  }

  private static void tool(JsonGenerator json, Tool tool) throws IOException {
    named(json, tool.name(), tool.description(), tool.schema(), tool.strict());
    if (tool.freeText().isPresent()) {
      json.writeBooleanField("freeText", true);
      if (tool.freeText().get().format().isPresent()) {
        json.writeStringField("freeTextFormat", tool.freeText().get().format().get());
      }
    }
    if (tool.namespace().isPresent()) {
      json.writeStringField("namespace", tool.namespace().get().name());
      json.writeStringField("namespaceDescription", tool.namespace().get().description());
    }
    if (tool.cache().isPresent()) {
      json.writeObjectFieldStart("cache");
      MessageWriter.ttl(json, tool.cache().get());
      json.writeEndObject();
    }
    natives(json, tool.natives());
  }

  private static void natives(JsonGenerator json, List<Native> natives) throws IOException {
    if (!natives.isEmpty()) {
      json.writeArrayFieldStart("natives");
      for (Native value : natives) {
        json.writeStartObject();
        MessageWriter.beyond(json, value);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void named(
      JsonGenerator json, String name, String description, String schema, boolean strict)
      throws IOException {
    json.writeStringField("name", name);
    json.writeStringField("description", description);
    json.writeStringField("schema", schema);
    json.writeBooleanField("strict", strict);
  }

  private static void toolChoice(JsonGenerator json, ToolChoice choice) throws IOException {
    switch (choice) {
      case ToolChoice.Auto auto -> {}
      case ToolChoice.None none -> json.writeStringField("toolChoice", "none");
      case ToolChoice.Required required -> json.writeStringField("toolChoice", "required");
      case ToolChoice.Named(String tool) -> json.writeStringField("toolChoiceNamed", tool);
      case ToolChoice.Allowed(boolean required, List<String> tools) -> {
        json.writeStringField("toolChoice", required ? "required" : "auto");
        texts(json, "allowedTools", tools);
      }
    }
  }

  private static void format(JsonGenerator json, ResponseFormat format) throws IOException {
    switch (format) {
      case ResponseFormat.Text text -> {}
      case ResponseFormat.JsonObject object -> json.writeBooleanField("jsonObject", true);
      case ResponseFormat.JsonSchema schema -> {
        json.writeObjectFieldStart("jsonSchema");
        named(json, schema.name(), schema.description(), schema.schema(), schema.strict());
        json.writeEndObject();
      }
    }
  }

  private static void settings(JsonGenerator json, Settings settings) throws IOException {
    json.writeObjectFieldStart("settings");
    if (settings.temperature().isPresent()) {
      json.writeNumberField("temperature", settings.temperature().getAsDouble());
    }
    if (settings.topP().isPresent()) {
      json.writeNumberField("topP", settings.topP().getAsDouble());
    }
    if (settings.maxTokens().isPresent()) {
      json.writeNumberField("maxTokens", settings.maxTokens().getAsInt());
    }
    texts(json, "stop", settings.stop());
    json.writeNumberField("choices", settings.choices());
    if (settings.seed().isPresent()) {
      json.writeNumberField("seed", settings.seed().getAsLong());
    }
    if (settings.presencePenalty().isPresent()) {
      json.writeNumberField("presencePenalty", settings.presencePenalty().getAsDouble());
    }
    if (settings.frequencyPenalty().isPresent()) {
      json.writeNumberField("frequencyPenalty", settings.frequencyPenalty().getAsDouble());
    }
    if (settings.topLogprobs().isPresent()) {
      json.writeNumberField("topLogprobs", settings.topLogprobs().getAsInt());
    }
    if (!settings.logitBias().isEmpty()) {
      json.writeObjectFieldStart("logitBias");
      for (Map.Entry<String, Double> bias : new TreeMap<>(settings.logitBias()).entrySet()) {
        json.writeNumberField(bias.getKey(), bias.getValue());
      }
      json.writeEndObject();
    }
    if (settings.reasoningEffort().isPresent()) {
      json.writeStringField("reasoningEffort", settings.reasoningEffort().get());
    }
    if (settings.reasoningBudget().isPresent()) {
      json.writeNumberField("reasoningBudget", settings.reasoningBudget().getAsInt());
    }
    if (settings.reasoningSummary().isPresent()) {
      json.writeStringField("reasoningSummary", settings.reasoningSummary().get());
    }
    if (settings.parallelToolCalls().isPresent()) {
      json.writeBooleanField("parallelToolCalls", settings.parallelToolCalls().get());
    }
    if (settings.serviceTier().isPresent()) {
      json.writeStringField("serviceTier", settings.serviceTier().get());
    }
    texts(json, "metadata", settings.metadata());
    if (settings.user().isPresent()) {
      json.writeStringField("user", settings.user().get());
    }
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
    }
  }

  /** As one object. */
  public static void embedding(JsonGenerator json, EmbeddingRequest request) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("inputs");
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(String text) -> json.writeString(text);
        case Input.Tokens(List<Integer> tokens) -> {
          json.writeStartArray();
          for (int token : tokens) {
            json.writeNumber(token);
          }
          json.writeEndArray();
        }
      }
    }
    json.writeEndArray();
    if (request.dimensions().isPresent()) {
      json.writeNumberField("dimensions", request.dimensions().getAsInt());
    }
    if (request.user().isPresent()) {
      json.writeStringField("user", request.user().get());
    }
    json.writeEndObject();
  }
}
