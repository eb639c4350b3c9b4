package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Tool;
import dev.trefoil.door.ModelName;
import dev.trefoil.door.PreferencesParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.routing.RoutingPreferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the bodies of {@code POST /v1/chat/completions} and {@code POST /chat}. */
final class ChatParser {
  private final String defaultModel;

  /**
   * @param defaultModel what a {@code /chat} without a model asks for
   */
  ChatParser(Optional<String> defaultModel) {
    this.defaultModel = defaultModel.orElse("");
  }

  /**
   * OpenAI's own form.
   *
   * @param deployment the model of a path that names one, whatever the body says; empty for others
   */
  ChatCall completions(byte[] body, Optional<String> deployment, RoutingPreferences headers)
      throws Problem {
    return completions(RequestJson.read(body), deployment, headers);
  }

  /** The same of a body that is a tree already. */
  ChatCall completions(JrsValue body, Optional<String> deployment, RoutingPreferences headers)
      throws Problem {
    RequestFields fields = RequestFields.of(body);
    RoutingPreferences preferences = PreferencesParser.read(fields, headers);
    String model = ModelName.read(fields, deployment, preferences);
    List<JrsValue> items = fields.list("messages").orElseThrow(() -> fields.missing("messages"));
    List<Message> messages = MessageParser.messages(fields, items);
    boolean stream = fields.flag("stream");
    boolean includeUsage = false;
    Optional<RequestFields> options = fields.object("stream_options");
    if (options.isPresent()) {
      includeUsage = options.get().flag("include_usage");
    }
    ChatRequest request = request(fields, messages, stream);
    return new ChatCall(model, preferences, request, includeUsage, fields.unknown());
  }

  /** The short form: {@code {"prompt": "…"}}, with a model and settings if wanted. */
  ChatCall prompt(byte[] body, RoutingPreferences headers) throws Problem {
    RequestFields fields = RequestFields.of(RequestJson.read(body));
    RoutingPreferences preferences = PreferencesParser.read(fields, headers);
    String prompt = fields.requiredText("prompt");
    if (prompt.isBlank()) {
      throw Problem.invalid("prompt", "'prompt' is blank.");
    }
    String model = ModelName.read(fields, preferences, defaultModel);
    for (String name : List.of("stream", "tools", "n")) {
      if (fields.rest().contains(name)) {
        throw Problem.unsupported(
            name, "/chat answers with one text; use /v1/chat/completions for '" + name + "'.");
      }
    }
    List<Message> messages = List.of(Message.of(Role.USER, prompt));
    ChatRequest request = request(fields, messages, false);
    return new ChatCall(model, preferences, request, false, fields.unknown());
  }

  private static ChatRequest request(RequestFields fields, List<Message> messages, boolean stream)
      throws Problem {
    SettingsParser.refuseUnsupported(fields);
    List<Tool> tools = ToolsParser.tools(fields);
    return new ChatRequest(
        messages,
        tools,
        ToolsParser.choice(fields, tools),
        FormatParser.format(fields),
        SettingsParser.settings(fields),
        extras(fields),
        stream);
  }

  /** What is left: some services know a field of it, the others are not told. */
  private static Map<String, String> extras(RequestFields fields) throws Problem {
    Map<String, String> extras = new LinkedHashMap<>();
    for (String name : List.copyOf(fields.rest())) {
      RequestFields.wellFormed(name, name);
      extras.put(name, RequestJson.text(name, fields.value(name).orElseThrow()));
    }
    return extras;
  }
}
