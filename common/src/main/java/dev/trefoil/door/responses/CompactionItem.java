package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The item by which a summary stands for a part of a thread. It has OpenAI's type, and its content
 * in {@code encrypted_content}, which clients send back; it is encoded there and not secret.
 *
 * @param summary in words
 * @param through the last item that it stands for, where that is kept before it; empty where it
 *     stands for what its caller has left out
 */
record CompactionItem(String summary, Optional<String> through) {
  static final String TYPE = "compaction";

  private static final String TYPE_AS_WRITTEN = "\"" + TYPE + "\"";

  /** As the item that it is. */
  String json(String id) {
    String content =
        Json.object(
            json -> {
              json.writeStringField("summary", summary);
              if (through.isPresent()) {
                json.writeStringField("through", through.get());
              }
            });
    return Json.object(
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("type", TYPE);
          json.writeArrayFieldStart("summary");
          json.writeStartObject();
          json.writeStringField("type", "summary_text");
          json.writeStringField("text", summary);
          json.writeEndObject();
          json.writeEndArray();
          json.writeStringField(
              "encrypted_content",
              new EncryptedContent(EncryptedContent.Kind.SUMMARY, Optional.empty(), content)
                  .encode());
        });
  }

  /** One of ours; empty of all other items, those of other services among them. */
  static Optional<CompactionItem> of(JrsValue item) {
    if (!(item instanceof JrsObject object)
        || !Json.text(object, "type").filter(TYPE::equals).isPresent()) {
      return Optional.empty();
    }
    return Json.text(object, "encrypted_content")
        .flatMap(EncryptedContent::decode)
        .filter(content -> content.kind() == EncryptedContent.Kind.SUMMARY)
        .flatMap(content -> read(content.text()));
  }

  private static Optional<CompactionItem> read(String content) {
    try {
      JrsObject json = Json.readWhole(content);
      return Json.text(json, "summary")
          .map(summary -> new CompactionItem(summary, Json.text(json, "through")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a model is told in the place of what it stands for. */
  String told() {
    return "[The conversation until here is too long. A model has summarised it:]\n" + summary;
  }

  /**
   * The items of a thread that models are still sent: the last summary in the place of those that
   * it stands for, but for instructions among them, which hold on.
   *
   * @param items JSON objects as text, oldest first
   */
  static List<String> left(List<String> items) {
    int at = -1;
    Optional<CompactionItem> last = Optional.empty();
    for (int i = items.size() - 1; i >= 0 && last.isEmpty(); i--) {
      last = kept(items.get(i));
      at = i;
    }
    if (last.isEmpty()) {
      return items;
    }
    int through = last.get().through().map(id -> indexOf(items, id)).orElse(-1);
    List<String> left = new ArrayList<>();
    for (String item : items.subList(0, through + 1)) {
      if (KeptItem.isInstruction(item)) {
        left.add(item);
      }
    }
    left.add(items.get(at));
    for (String item : items.subList(through + 1, items.size())) {
      if (kept(item).isEmpty()) { // An earlier summary is part of this one.
        left.add(item);
      }
    }
    return left;
  }

  private static Optional<CompactionItem> kept(String item) {
    return item.contains(TYPE_AS_WRITTEN) ? of(KeptItem.read(item)) : Optional.empty();
  }

  private static int indexOf(List<String> items, String id) {
    for (int i = items.size() - 1; i >= 0; i--) {
      if (items.get(i).contains(id) && KeptItem.id(items.get(i)).equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
