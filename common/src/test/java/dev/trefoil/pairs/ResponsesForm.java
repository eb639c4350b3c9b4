package dev.trefoil.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request of chat completions as one of Responses that asks for the same, so that each pair is
 * one for both doors. Written apart from the doors.
 */
public final class ResponsesForm {
  private static final Set<String> SAME =
      Set.of(
          "temperature",
          "top_p",
          "parallel_tool_calls",
          "service_tier",
          "metadata",
          "user",
          "stream");

  private static final Set<String> KNOWN = known();

  private static Set<String> known() {
    Set<String> known = new HashSet<>(SAME);
    known.addAll(
        List.of(
            "include",
            "input",
            "max_output_tokens",
            "model",
            "reasoning",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs"));
    return known;
  }

  private static final Map<String, String> NAMES =
      Map.of(
          "max_tokens", "max_output_tokens",
          "messages", "input",
          "response_format", "text.format",
          "reasoning_effort", "reasoning.effort",
          "verbosity", "text.verbosity",
          "logprobs", "include.message.output_text.logprobs",
          "image_url", "input",
          "file", "input");

  private final ObjectNode request = JsonNodeFactory.instance.objectNode();
  private final ArrayNode input = request.putArray("input");
  private boolean same = true;

  private ResponsesForm() {}

  /** Empty where Responses cannot say it, or say it otherwise. */
  static Optional<ObjectNode> of(JsonNode chat) {
    ResponsesForm form = new ResponsesForm();
    chat.properties().forEach(field -> form.field(field.getKey(), field.getValue()));
    return form.same && !form.input.isEmpty() ? Optional.of(form.request) : Optional.empty();
  }

  /** What Responses can say of it, without the thoughts of its history. */
  public static ObjectNode saying(JsonNode chat) {
    ResponsesForm form = new ResponsesForm();
    chat.properties().forEach(field -> form.field(field.getKey(), field.getValue()));
    form.request.retain(KNOWN);
    return form.request;
  }

  /** A field's name there, without its path within messages. */
  static String name(String chat) {
    String first = chat.split("[.\\[=]")[0];
    String own = NAMES.get(first);
    if (own == null) {
      return chat;
    }
    return own.equals("input") ? own : own + chat.substring(first.length());
  }

  private void field(String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    switch (name) {
      case "messages" -> messages(value);
      case "tools" -> tools(value);
      case "tool_choice" -> choice(value);
      case "response_format" -> format(value);
      case "reasoning_effort" -> request.putObject("reasoning").set("effort", value);
      case "verbosity" -> text().set("verbosity", value);
      case "max_tokens", "max_completion_tokens" -> request.set("max_output_tokens", value);
      case "logprobs" -> {
        if (value.asBoolean()) {
          request.putArray("include").add("message.output_text.logprobs");
        }
      }
      case "top_logprobs" -> request.set("top_logprobs", value);
      default -> {
        same &= SAME.contains(name);
        request.set(name, value);
      }
    }
  }

  private ObjectNode text() {
    return request.withObject("/text");
  }

  private void format(JsonNode format) {
    ObjectNode flat = text().putObject("format").put("type", format.path("type").asText());
    format.path("json_schema").properties().forEach(it -> flat.set(it.getKey(), it.getValue()));
  }

  private void tools(JsonNode tools) {
    ArrayNode flat = request.putArray("tools");
    for (JsonNode tool : tools) {
      ObjectNode one = flat.addObject().put("type", tool.path("type").asText());
      tool.path("function").properties().forEach(it -> one.set(it.getKey(), it.getValue()));
    }
  }

  private void choice(JsonNode choice) {
    if (choice.isObject()) {
      request
          .putObject("tool_choice")
          .put("type", "function")
          .set("name", choice.at("/function/name"));
    } else {
      request.set("tool_choice", choice);
    }
  }

  private void messages(JsonNode messages) {
    String before = "";
    for (JsonNode message : messages) {
      String role = message.path("role").asText();
      // Two turns of the assistant in a row are one here.
      same &= !(role.equals("assistant") && before.equals("assistant"));
      before = role;
      switch (role) {
        case "assistant" -> assistant(message);
        case "tool" -> result(message);
        default -> input.addObject().put("role", role).set("content", content(message));
      }
    }
  }

  private void assistant(JsonNode message) {
    JsonNode content = message.path("content");
    boolean silent = content.isNull() || content.isMissingNode();
    same &= !(silent && message.path("tool_calls").isEmpty());
    // A thought and its mark are an item of their own, in a form that only we write.
    same &= !message.has("reasoning_content") && !message.has("extra_content");
    if (!silent) {
      input.addObject().put("role", "assistant").set("content", content(message));
    }
    if (message.path("refusal").isTextual()) {
      ObjectNode item = input.addObject().put("role", "assistant");
      item.putArray("content")
          .addObject()
          .put("type", "refusal")
          .set("refusal", message.path("refusal"));
    }
    for (JsonNode call : message.path("tool_calls")) {
      same &= !call.has("extra_content");
      ObjectNode item = input.addObject().put("type", "function_call");
      item.set("call_id", call.path("id"));
      item.set("name", call.at("/function/name"));
      item.set("arguments", call.at("/function/arguments"));
    }
  }

  private void result(JsonNode message) {
    ObjectNode item = input.addObject().put("type", "function_call_output");
    item.set("call_id", message.path("tool_call_id"));
    item.set("output", content(message));
  }

  private JsonNode content(JsonNode message) {
    JsonNode content = message.path("content");
    if (!content.isArray()) {
      return content;
    }
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    boolean assistant = message.path("role").asText().equals("assistant");
    for (JsonNode part : content) {
      ObjectNode own = parts.addObject();
      String type = part.path("type").asText();
      switch (type) {
        case "text" ->
            own.put("type", assistant ? "output_text" : "input_text")
                .set("text", part.path("text"));
        case "refusal" -> own.put("type", "refusal").set("refusal", part.path("refusal"));
        case "image_url" -> {
          own.put("type", "input_image").set("image_url", part.at("/image_url/url"));
          if (part.at("/image_url").has("detail")) {
            own.set("detail", part.at("/image_url/detail"));
          }
        }
        case "file" -> {
          own.put("type", "input_file");
          part.path("file").properties().forEach(it -> own.set(it.getKey(), it.getValue()));
        }
        default -> own.put("type", type).set(type, part.path(type));
      }
    }
    return parts;
  }
}
