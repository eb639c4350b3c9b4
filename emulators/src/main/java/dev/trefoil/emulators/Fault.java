// A failure that a service has been told to show, and how often.
package dev.trefoil.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/**
 * A failure to be shown.
 *
 * @param failure what goes wrong
 * @param times how many requests it strikes, at least 1; absent for all until it is cleared
 */
public record Fault(Failure failure, OptionalInt times) {

  public Fault {
    if (times.isPresent() && times.getAsInt() < 1) {
      throw new IllegalArgumentException("times: must be at least 1");
    }
  }

  /** Strikes every request until cleared. */
  public static Fault always(Failure failure) {
    return new Fault(failure, OptionalInt.empty());
  }

  /** Strikes the next requests, {@code times} of them. */
  public static Fault next(int times, Failure failure) {
    return new Fault(failure, OptionalInt.of(times));
  }

  /**
   * Reads {@code {"kind": …, "times": n, …}}.
   *
   * @throws IllegalArgumentException whose message names the kind or field at fault
   */
  public static Fault parse(JsonNode json) {
    return FaultJson.read(json);
  }

  /** The form that {@link #parse} reads. */
  public ObjectNode toJson() {
    return FaultJson.write(this);
  }
}
