package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Set;

/** What can be told of an item that is kept, which is a JSON object as text. */
final class KeptItem {
  private static final Set<String> INSTRUCTING = Set.of("system", "developer");

  private KeptItem() {}

  static JrsObject read(String item) {
    try {
      return Json.readWhole(item);
    } catch (IOException e) {
      throw new IllegalArgumentException("an item that is kept is no JSON object", e);
    }
  }

  /** Empty where it has none. */
  static String id(String item) {
    return Json.text(read(item), "id").orElse("");
  }

  /** Whether it is a message of the user's. */
  static boolean isUsers(String item) {
    return role(item).equals("user");
  }

  /** Whether it is a message of who says how a model is to answer. */
  static boolean isInstruction(String item) {
    return INSTRUCTING.contains(role(item));
  }

  private static String role(String item) {
    JrsObject read = read(item);
    boolean message = Json.text(read, "type").orElse("message").equals("message");
    return message ? Json.text(read, "role").orElse("") : "";
  }
}
