// The errors of Azure AI Search.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;

/** Makes them. The words of those that callers meet are the service's own, from reports of them. */
final class Refusal {
  private Refusal() {}

  static HttpError error(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", code).put("message", message);
    return new HttpError(status, new Headers(), body);
  }

  static RefusedException of(int status, String code, String message) {
    return new RefusedException(error(status, code, message));
  }

  /** A request that is wrong. */
  static RefusedException invalid(String details) {
    return of(400, "InvalidRequestParameter", "The request is invalid. Details: " + details);
  }

  /** An expression that is wrong. */
  static RefusedException expression(String what, String parameter) {
    return of(
        400,
        "InvalidRequestParameter",
        "Invalid expression: " + what + "\r\nParameter name: " + parameter);
  }

  /** A property that an expression names and that no document has. */
  static RefusedException noProperty(String name, String parameter) {
    return expression(
        "Could not find a property named '" + name + "' on type 'search.document'.", parameter);
  }

  /** A vector of another length than its field's (azure-search-openai-demo, issue 1825). */
  static RefusedException dimensions(String where, String field, int expected, int length) {
    return invalid(
        ("%sThere's a mismatch in vector dimensions. The vector field '%s', with dimension of '%d',"
                + " expects a length of '%d'. However, the provided vector has a length of '%d'."
                + " Please ensure that the vector length matches the expected length of the vector"
                + " field.")
            .formatted(where, field, expected, expected, length));
  }
}
