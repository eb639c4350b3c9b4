package dev.trefoil.aws;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The doors that hand an answer on as it comes. HTTP APIs and load balancers never do; of a
 * Function URL and a REST API no event says whether this one does, so that their owner has to.
 */
record StreamedDoors(Set<AwsDoor> doors) {
  private static final String VARIABLE = "TREFOIL_STREAMED_DOORS";

  /** What the documentation names them by. */
  private static final Map<String, AwsDoor> NAMES =
      Map.of("function-url", AwsDoor.FUNCTION_URL, "rest-api", AwsDoor.REST_API);

  StreamedDoors {
    doors = Set.copyOf(doors);
  }

  /**
   * Those of {@code TREFOIL_STREAMED_DOORS}; both unless it is set.
   *
   * @throws IllegalArgumentException naming the variable when it names another
   */
  static StreamedDoors of(Map<String, String> env) {
    Set<AwsDoor> doors = EnumSet.noneOf(AwsDoor.class);
    for (String name : env.getOrDefault(VARIABLE, "function-url,rest-api").split(",", -1)) {
      if (!NAMES.containsKey(name.strip())) {
        throw new IllegalArgumentException(
            VARIABLE + " lists function-url and rest-api, or one of them, not '" + name + "'");
      }
      doors.add(NAMES.get(name.strip()));
    }
    return new StreamedDoors(doors);
  }

  boolean contains(AwsDoor door) {
    return doors.contains(door);
  }
}
