package dev.trefoil.store;

import java.util.regex.Pattern;

/**
 * What a record goes by: a group, and a name within it by which the group's records have an order.
 * One that is never queried has no name.
 *
 * @param group 1 to 200 letters, digits, {@code -}, {@code _} and {@code .}
 * @param name the same; empty for a record that stands alone
 */
public record RecordKey(String group, String name) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

  /**
   * @throws IllegalArgumentException when a part is not of those characters
   */
  public RecordKey {
    if (!PART.matcher(group).matches() || !(name.isEmpty() || PART.matcher(name).matches())) {
      throw new IllegalArgumentException("no key of a record: " + group + " " + name);
    }
  }

  /** Of a record that stands alone. */
  public static RecordKey of(String id) {
    return new RecordKey(id, "");
  }

  /** Whether it stands alone. */
  public boolean isAlone() {
    return name.isEmpty();
  }

  @Override
  public String toString() {
    return isAlone() ? group : group + " " + name;
  }
}
