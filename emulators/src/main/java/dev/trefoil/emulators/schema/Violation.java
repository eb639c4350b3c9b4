// How a request can break its schema; each service has its own words for it.
package dev.trefoil.emulators.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The first thing that is wrong with a value, and where: member names and indexes from the root.
 */
public sealed interface Violation {

  /** Where: {@link String} member names and {@link Integer} indexes. */
  List<Object> path();

  /** A member that the vendor does not know; the path names it. */
  record Unknown(List<Object> path) implements Violation {}

  /** A member that must be there; the path names it. */
  record Missing(List<Object> path) implements Violation {}

  /** Not of this type. */
  record WrongType(List<Object> path, JsonNode value, String expected) implements Violation {}

  /** Not one of these. */
  record NotOneOf(List<Object> path, JsonNode value, List<String> allowed) implements Violation {}

  /** A number outside its bounds. */
  record OutOfRange(List<Object> path, JsonNode value, boolean above, double bound)
      implements Violation {}

  /** Text, an array or a map of a length outside its bounds. */
  record WrongLength(List<Object> path, JsonNode value, boolean above, int bound)
      implements Violation {}

  /** Text that does not match. */
  record NoMatch(List<Object> path, JsonNode value, String pattern) implements Violation {}

  /** A union with none or several of its members. */
  record NotOneMember(List<Object> path, JsonNode value) implements Violation {}
}
