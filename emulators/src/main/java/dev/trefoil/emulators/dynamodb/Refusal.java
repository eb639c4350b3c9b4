// What DynamoDB answers to a request that it does not serve.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Carries the refusal to where it is sent. The names of the types are those that the service's
 * answers bear ("Programmatic error handling", DynamoDB Developer Guide).
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String OWN = "com.amazonaws.dynamodb.v20120810#";
  private static final String FRAMEWORK = "com.amazon.coral.service#";

  private final int status;
  private final String type;
  private final String body;

  private Refusal(int status, String type, ObjectNode body, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.body = body.toString();
  }

  /** A request that breaks a rule. */
  static Refusal invalid(String message) {
    return of(400, "com.amazon.coral.validate#ValidationException", "message", message);
  }

  /** A value that breaks a rule that the service has for all values. */
  static Refusal invalidParameter(String message) {
    return invalid("One or more parameter values were invalid: " + message);
  }

  /** JSON of a form that the request does not have. */
  static Refusal unreadable(String message) {
    return of(400, FRAMEWORK + "SerializationException", "Message", message);
  }

  /** A request of which nothing could be read: the service says no more than the type. */
  static Refusal unreadable() {
    return of(400, FRAMEWORK + "SerializationException", "", "");
  }

  /** A target that names no operation. */
  static Refusal unknownOperation() {
    return of(400, FRAMEWORK + "UnknownOperationException", "", "");
  }

  /** A signature or key that is not good. */
  static Refusal unsigned(String code, String message) {
    return of(400, FRAMEWORK + code, "message", message);
  }

  /** A principal without the right. */
  static Refusal denied(String principal, String action, String resource) {
    return of(
        400,
        FRAMEWORK + "AccessDeniedException",
        "Message",
        "User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action"
            .formatted(principal, action, resource, action));
  }

  /** A table that is not there. */
  static Refusal noTable() {
    return of(400, OWN + "ResourceNotFoundException", "message", "Requested resource not found");
  }

  /** A table that is not there, where the service names it. */
  static Refusal noTable(String name) {
    return of(
        400,
        OWN + "ResourceNotFoundException",
        "message",
        "Requested resource not found: Table: " + name + " not found");
  }

  /** A table that is there already. */
  static Refusal tableExists(String name) {
    return of(400, OWN + "ResourceInUseException", "message", "Table already exists: " + name);
  }

  /**
   * A condition that does not hold.
   *
   * @param item as it is, where the request wants to be told
   */
  static Refusal conditionFailed(Optional<Value.Document> item) {
    ObjectNode body = body(OWN + "ConditionalCheckFailedException");
    body.put("message", "The conditional request failed");
    item.ifPresent(value -> body.set("Item", ValueWriter.attributes(value)));
    return new Refusal(
        400, OWN + "ConditionalCheckFailedException", body, "The conditional request failed");
  }

  /** Too many requests ("Throttling issues", DynamoDB Developer Guide). */
  static Refusal throttled() {
    return of(
        400,
        OWN + "ProvisionedThroughputExceededException",
        "message",
        "The level of configured provisioned throughput for the table was exceeded. Consider"
            + " increasing your provisioning level with the UpdateTable API.");
  }

  /** The service is down, at this status. */
  static Refusal down(int status) {
    return of(
        status,
        status == 503
            ? "com.amazon.coral.availability#ServiceUnavailableException"
            : OWN + "InternalServerError",
        "message",
        status == 503 ? "Service Unavailable" : "Internal server error");
  }

  private static Refusal of(int status, String type, String field, String message) {
    ObjectNode body = body(type);
    if (!field.isEmpty()) {
      body.put(field, message);
    }
    return new Refusal(status, type, body, message);
  }

  private static ObjectNode body(String type) {
    return JsonNodeFactory.instance.objectNode().put("__type", type);
  }

  int status() {
    return status;
  }

  /** The type's name without its namespace. */
  String code() {
    return type.substring(type.indexOf('#') + 1);
  }

  /** The answer's body, as JSON. */
  String body() {
    return body;
  }
}
