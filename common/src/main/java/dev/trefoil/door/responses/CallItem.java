package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Tool;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;

/** A call of a function, or of a tool that takes any text. */
final class CallItem extends OutputItem {
  private final ToolCallStarted call;
  private final String name;
  private final Optional<String> namespace;
  private final StringBuilder arguments = new StringBuilder();
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

  Piece piece() {
    return reader.isPresent() ? Piece.INPUT : Piece.ARGUMENTS;
  }

  String name() {
    return name;
  }

  /** Takes more of the arguments, and gives what the caller is told of them; may be empty. */
  String append(String delta) {
    arguments.append(delta);
    return reader.isPresent() ? reader.get().add(delta) : delta;
  }

  /**
   * Gives what the caller has not been told when the call ends; may be empty.
   *
   * @param whole whether all of the arguments are there
   */
  String rest(boolean whole) {
    if (reader.isPresent()) {
      return reader.get().end(arguments.toString());
    }
    if (whole && arguments.isEmpty()) {
      arguments.append("{}");
      return "{}";
    }
    return "";
  }

  /** Whether all of the arguments are there. */
  boolean isWhole() {
    try {
      Json.readWhole(arguments.toString());
      return true;
    } catch (IOException cut) {
      return false;
    }
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
    return reader.isPresent() ? reader.get().text() : arguments.toString();
  }

  @Override
  void writePiece(JsonGenerator json, Piece piece, int at) {
    throw new IllegalStateException("a call has no parts");
  }
}
