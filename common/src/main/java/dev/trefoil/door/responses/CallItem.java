package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Tool;
import java.io.IOException;
import java.util.Optional;

/** A call of a function, or of a tool that takes any text. */
final class CallItem extends PendingCall {
  private final ToolCallStarted call;
  private final String name;
  private final Optional<String> namespace;
  private final Optional<FreeTextReader> reader;

  /**
   * @param tool as the request has it; empty where a model calls what there is not
   */
  CallItem(String id, int index, ToolCallStarted call, Optional<Tool> tool) {
    super(id, index);
    this.call = call;
    this.name = tool.map(Tool::nameInNamespace).orElse(call.name());
    this.namespace = tool.flatMap(Tool::namespace).map(Tool.Namespace::name);
    this.reader = isFreeText(tool) ? Optional.of(new FreeTextReader()) : Optional.empty();
  }

  static boolean isFreeText(Optional<Tool> tool) {
    return tool.flatMap(Tool::freeText).isPresent();
  }

  private Piece piece() {
    return reader.isPresent() ? Piece.INPUT : Piece.ARGUMENTS;
  }

  String name() {
    return name;
  }

  @Override
  void added(OutputListener listener) {
    listener.added(this);
  }

  @Override
  void append(String delta, OutputListener listener) {
    grow(delta);
    tell(reader.isPresent() ? reader.get().add(delta) : delta, listener);
  }

  private void tell(String told, OutputListener listener) {
    if (!told.isEmpty()) {
      listener.delta(this, piece(), 0, told);
    }
  }

  @Override
  void ended(boolean whole, OutputListener listener) {
    tell(rest(whole), listener);
    listener.ended(this, piece(), 0);
    end(whole);
    listener.done(this);
  }

  /** What the caller has not been told when the call ends; may be empty. */
  private String rest(boolean whole) {
    if (reader.isPresent()) {
      return reader.get().end(arguments());
    }
    if (whole && arguments().isEmpty()) {
      grow("{}");
      return "{}";
    }
    return "";
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", reader.isPresent() ? "custom_tool_call" : "function_call");
    json.writeStringField("status", status());
    json.writeStringField("call_id", call.id());
    json.writeStringField("name", name);
    if (namespace.isPresent()) {
      json.writeStringField("namespace", namespace.get());
    }
    json.writeStringField(piece().member(), text(piece(), 0));
    json.writeEndObject();
  }

  @Override
  String text(Piece piece, int at) {
    return reader.isPresent() ? reader.get().text() : arguments();
  }
}
