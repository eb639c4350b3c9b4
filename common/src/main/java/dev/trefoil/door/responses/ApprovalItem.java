package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.agent.OwnTool;
import java.io.IOException;

/** A call that the caller has to agree to. It is told when its arguments are whole. */
final class ApprovalItem extends PendingCall {
  private final OwnTool tool;

  ApprovalItem(String id, int index, OwnTool tool) {
    super(id, index);
    this.tool = tool;
  }

  @Override
  void added(OutputListener listener) {
    // Nothing is asked before it is known what.
  }

  @Override
  void append(String delta, OutputListener listener) {
    grow(delta);
  }

  @Override
  void ended(boolean whole, OutputListener listener) {
    if (whole && arguments().isEmpty()) {
      grow("{}");
    }
    end(whole);
    listener.added(this);
    listener.done(this);
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", "mcp_approval_request");
    json.writeStringField("server_label", tool.server());
    json.writeStringField("name", tool.name());
    json.writeStringField("arguments", arguments());
    json.writeEndObject();
  }

  @Override
  String text(Piece piece, int at) {
    return arguments();
  }
}
