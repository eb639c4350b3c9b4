package dev.trefoil.guardrail;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Images, sounds and files within what only one protocol knows (Messages and Responses). */
final class NativeMedia {
  /** Types of blocks and items that are, or lead to, what is no text. */
  private static final Set<String> TYPES =
      Set.of(
          "image",
          "document",
          "container_upload",
          "image_generation_call",
          "input_image",
          "input_audio",
          "input_file");

  /** Types of a {@code source} that is no text. */
  private static final Set<String> SOURCES = Set.of("base64", "file", "url");

  private NativeMedia() {}

  static boolean isIn(Native value) {
    try {
      return isIn(Json.readAny(value.json()));
    } catch (IOException e) {
      return true; // Nobody knows.
    }
  }

  private static boolean isIn(JrsValue value) {
    return switch (value) {
      case JrsObject object -> isMedia(object) || anyMember(object);
      case JrsArray list -> anyElement(list);
      case null, default -> false;
    };
  }

  private static boolean isMedia(JrsObject object) {
    return type(object).filter(TYPES::contains).isPresent()
        || object.get("source") instanceof JrsObject source
            && type(source).filter(SOURCES::contains).isPresent();
  }

  private static Optional<String> type(JrsObject object) {
    return Json.text(object, "type");
  }

  private static boolean anyMember(JrsObject object) {
    for (Iterator<Map.Entry<String, JrsValue>> all = object.fields(); all.hasNext(); ) {
      if (isIn(all.next().getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyElement(JrsArray list) {
    for (Iterator<JrsValue> all = list.elements(); all.hasNext(); ) {
      if (isIn(all.next())) {
        return true;
      }
    }
    return false;
  }
}
