package dev.trefoil.openai;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the bodies of {@code POST /v1/chat/completions} and {@code POST /chat}. */
final class ChatParser {
  private static final int MAX_MODEL_LENGTH = 512;

  private final String defaultModel;

  /**
   * @param defaultModel what a {@code /chat} without a model asks for
   */
  ChatParser(Optional<String> defaultModel) {
    this.defaultModel = defaultModel.orElse("");
  }

  /** OpenAI's own form. */
  ChatCall completions(byte[] body) throws ApiException {
    Fields fields = Fields.of("", Json.read(body));
    String model = model(fields.requiredText("model"));
    List<JrsValue> items = fields.list("messages").orElseThrow(() -> fields.missing("messages"));
    List<String> dropped = new ArrayList<>();
    List<Message> messages = MessageParser.messages(items, dropped);
    boolean stream = fields.flag("stream");
    boolean includeUsage = false;
    Optional<Fields> options = fields.object("stream_options");
    if (options.isPresent()) {
      includeUsage = options.get().flag("include_usage");
      options.get().rest().forEach(name -> dropped.add("stream_options." + name));
    }
    SettingsParser.refuseUnsupported(fields);
    ChatRequest request = new ChatRequest(messages, SettingsParser.settings(fields), stream);
    dropped.addAll(fields.rest());
    return new ChatCall(model, request, includeUsage, dropped);
  }

  /** The short form: {@code {"prompt": "…"}}, with a model and settings if wanted. */
  ChatCall prompt(byte[] body) throws ApiException {
    Fields fields = Fields.of("", Json.read(body));
    String prompt = fields.requiredText("prompt");
    if (prompt.isBlank()) {
      throw ApiException.invalid("prompt", "'prompt' is blank.");
    }
    Optional<String> named = fields.text("model");
    if (named.isEmpty() && defaultModel.isEmpty()) {
      throw fields.missing("model");
    }
    String model = model(named.orElse(defaultModel));
    if (fields.flag("stream")) {
      throw ApiException.unsupported(
          "stream", "/chat answers whole; use /v1/chat/completions for a stream.");
    }
    SettingsParser.refuseUnsupported(fields);
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, prompt)), SettingsParser.settings(fields), false);
    return new ChatCall(model, request, false, List.copyOf(fields.rest()));
  }

  private static String model(String model) throws ApiException {
    if (model.isBlank()) {
      throw ApiException.invalid("model", "'model' is blank.");
    }
    if (model.length() > MAX_MODEL_LENGTH) {
      throw ApiException.invalid(
          "model", "'model' is longer than " + MAX_MODEL_LENGTH + " characters.");
    }
    if (model.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("model", "'model' holds a control character.");
    }
    return model;
  }
}
