package dev.trefoil.provider.openai;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.List;

/** Members of items that services give, which may have any or none. */
final class Members {
  private Members() {}

  /** A member that is a text; empty where there is none. */
  static String text(JrsValue object, String member) {
    return object.path(member) instanceof JrsString text ? text.asText() : "";
  }

  /** A member that is a list; empty where there is none. */
  static List<JrsValue> list(JrsValue object, String member) {
    List<JrsValue> items = new ArrayList<>(1);
    if (object.path(member) instanceof JrsArray array) {
      array.elements().forEachRemaining(items::add);
    }
    return items;
  }
}
