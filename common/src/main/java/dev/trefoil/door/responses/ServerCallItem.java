package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.agent.OwnTool;
import dev.trefoil.agent.ToolOutcome;
import java.io.IOException;
import java.util.Optional;

/**
 * A call of a tool that Trefoil itself makes: {@code mcp_call}, whatever kind of tool it is, since
 * clients know by it that there is nothing for them to do.
 */
final class ServerCallItem extends MadeCall {
  private final String server;
  private final String name;
  private final Optional<String> approval;
  private Optional<ToolOutcome> outcome = Optional.empty();

  /**
   * @param call the id that the model gave it
   */
  ServerCallItem(String id, int index, String call, OwnTool tool) {
    this(id, index, call, tool.server(), tool.name(), Optional.empty());
  }

  /**
   * @param approval the question that its caller has agreed to it in
   */
  ServerCallItem(
      String id, int index, String call, String server, String name, Optional<String> approval) {
    super(id, index, call);
    this.server = server;
    this.name = name;
    this.approval = approval;
  }

  @Override
  void added(OutputListener listener) {
    listener.added(this);
    listener.progress(this, EventType.CALL_IN_PROGRESS);
  }

  @Override
  void append(String delta, OutputListener listener) {
    grow(delta);
    listener.delta(this, Piece.SERVER_ARGUMENTS, 0, delta);
  }

  @Override
  void ended(boolean whole, OutputListener listener) {
    if (whole && arguments().isEmpty()) {
      append("{}", listener);
    }
    listener.ended(this, Piece.SERVER_ARGUMENTS, 0);
    if (!whole) {
      abandon(listener);
    }
  }

  @Override
  void finish(ToolOutcome how, OutputListener listener) {
    outcome = Optional.of(how);
    end(true);
    listener.progress(this, how.failed() ? EventType.CALL_FAILED : EventType.CALL_COMPLETED);
    listener.done(this);
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    Optional<ToolOutcome> failed = outcome.filter(ToolOutcome::failed);
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", "mcp_call");
    json.writeStringField("status", failed.isPresent() ? "failed" : status());
    json.writeStringField("approval_request_id", approval.orElse(null));
    json.writeStringField("server_label", server);
    json.writeStringField("name", name);
    json.writeStringField("arguments", arguments());
    json.writeStringField(
        "output", outcome.filter(how -> !how.failed()).map(ToolOutcome::text).orElse(null));
    json.writeStringField("error", failed.map(ToolOutcome::text).orElse(null));
    json.writeEndObject();
  }

  @Override
  String text(Piece piece, int at) {
    return arguments();
  }
}
