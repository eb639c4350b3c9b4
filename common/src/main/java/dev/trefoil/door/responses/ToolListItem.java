package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.agent.OwnTool;
import dev.trefoil.agent.RunListener.Offer;
import dev.trefoil.agent.RunListener.Offered;
import java.io.IOException;

/** What a server of tools has. */
final class ToolListItem extends OutputItem {
  private final Offer offer;

  ToolListItem(String id, int index, Offer offer) {
    super(id, index);
    this.offer = offer;
  }

  /** The event that tells how it ended. */
  EventType ending() {
    return offer.error().isPresent() ? EventType.LIST_FAILED : EventType.LIST_COMPLETED;
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", "mcp_list_tools");
    json.writeStringField("server_label", offer.label());
    json.writeArrayFieldStart("tools");
    if (!isOpen()) {
      for (Offered offered : offer.tools()) {
        write(json, offered.tool());
      }
    }
    json.writeEndArray();
    json.writeStringField("error", offer.error().orElse(null));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, OwnTool tool) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", tool.name());
    json.writeStringField("description", tool.description());
    json.writeFieldName("input_schema");
    json.writeRawValue(tool.schema());
    json.writeNullField("annotations");
    json.writeEndObject();
  }
}
