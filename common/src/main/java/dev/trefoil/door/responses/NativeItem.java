package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Native;
import dev.trefoil.json.Json;
import java.io.IOException;

/**
 * An item of a service that speaks Responses itself, given as it came: its own service knows it by
 * its id.
 */
final class NativeItem extends OutputItem {
  private final Native value;
  private final JrsObject item;

  NativeItem(String id, int index, Native value, JrsObject item) {
    super(Json.text(item, "id").orElse(id), index);
    this.value = value;
    this.item = item;
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    Json.write(json, item);
  }
}
