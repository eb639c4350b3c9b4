package dev.trefoil.chat.text;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link RequestWriter} wrote, of this version and of older ones. */
public final class RequestReader {
  private RequestReader() {}

  /**
   * @throws IOException when it is no chat request as we write one
   */
  public static ChatRequest chat(JrsObject json) throws IOException {
    Fields fields = new Fields(json);
    List<Message> messages = new ArrayList<>();
    for (JrsObject message : fields.objects("messages")) {
      messages.add(MessageReader.message(message));
    }
    List<Tool> tools = new ArrayList<>();
    for (JrsObject tool : fields.objects("tools")) {
      tools.add(tool(new Fields(tool)));
    }
    return new ChatRequest(
        messages,
        tools,
        toolChoice(fields),
        format(fields),
        settings(new Fields(fields.object("settings"))),
        fields.texts("extras"),
        natives(fields),
        fields.flag("stream").orElse(false));
  }

  private static Tool tool(Fields fields) throws IOException {
    Optional<String> namespace = fields.text("namespace");
    return new Tool(
        fields.required("name"),
        fields.required("description"),
        fields.required("schema"),
        fields.flag("strict").orElse(false),
        fields.flag("freeText").orElse(false)
            ? Optional.of(new Tool.FreeText(fields.text("freeTextFormat")))
            : Optional.empty(),
        namespace.isPresent()
            ? Optional.of(
                new Tool.Namespace(namespace.get(), fields.required("namespaceDescription")))
            : Optional.empty(),
        fields.has("cache")
            ? Optional.of(MessageReader.breakpoint(new Fields(fields.object("cache"))))
            : Optional.empty(),
        natives(fields));
  }

  private static List<Native> natives(Fields fields) throws IOException {
    List<Native> natives = new ArrayList<>();
    for (JrsObject value : fields.objects("natives")) {
      natives.add(MessageReader.beyond(new Fields(value)));
    }
    return natives;
  }

  private static ToolChoice toolChoice(Fields fields) throws IOException {
    if (!fields.list("allowedTools").isEmpty()) {
      return new ToolChoice.Allowed(
          fields.text("toolChoice").orElse("auto").equals("required"), fields.list("allowedTools"));
    }
    if (fields.text("toolChoiceNamed").isPresent()) {
      return new ToolChoice.Named(fields.required("toolChoiceNamed"));
    }
    return switch (fields.text("toolChoice").orElse("auto")) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> throw new IOException("'toolChoice' is of a later version");
    };
  }

  private static ResponseFormat format(Fields fields) throws IOException {
    if (fields.has("jsonSchema")) {
      Fields schema = new Fields(fields.object("jsonSchema"));
      return new ResponseFormat.JsonSchema(
          schema.required("name"),
          schema.required("description"),
          schema.required("schema"),
          schema.flag("strict").orElse(false));
    }
    return fields.flag("jsonObject").orElse(false)
        ? new ResponseFormat.JsonObject()
        : new ResponseFormat.Text();
  }

  private static Settings settings(Fields fields) throws IOException {
    Map<String, Double> logitBias = new HashMap<>();
    for (Map.Entry<String, String> bias : fields.texts("logitBias").entrySet()) {
      logitBias.put(bias.getKey(), Double.valueOf(bias.getValue()));
    }
    return Settings.builder()
        .temperature(fields.number("temperature"))
        .topP(fields.number("topP"))
        .maxTokens(fields.integer("maxTokens"))
        .stop(fields.list("stop"))
        .choices(fields.integer("choices").orElse(1))
        .seed(fields.whole("seed"))
        .presencePenalty(fields.number("presencePenalty"))
        .frequencyPenalty(fields.number("frequencyPenalty"))
        .topLogprobs(fields.integer("topLogprobs"))
        .logitBias(logitBias)
        .reasoningEffort(fields.text("reasoningEffort"))
        .reasoningBudget(fields.integer("reasoningBudget"))
        .reasoningSummary(fields.text("reasoningSummary"))
        .parallelToolCalls(fields.flag("parallelToolCalls"))
        .serviceTier(fields.text("serviceTier"))
        .metadata(fields.texts("metadata"))
        .user(fields.text("user"))
        .build();
  }

  /**
   * @throws IOException when it is no embeddings request as we write one
   */
  public static EmbeddingRequest embedding(JrsObject json) throws IOException {
    Fields fields = new Fields(json);
    List<Input> inputs = new ArrayList<>();
    for (JrsValue input : fields.array("inputs")) {
      if (input instanceof JrsArray tokens) {
        List<Integer> all = new ArrayList<>();
        tokens
            .elements()
            .forEachRemaining((JrsValue token) -> all.add(Integer.valueOf(token.asText())));
        inputs.add(new Input.Tokens(all));
      } else {
        inputs.add(new Input.Text(input.asText()));
      }
    }
    return new EmbeddingRequest(inputs, fields.integer("dimensions"), fields.text("user"));
  }
}
