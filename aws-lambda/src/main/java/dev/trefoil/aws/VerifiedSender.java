package dev.trefoil.aws;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import dev.trefoil.http.Principal;
import dev.trefoil.json.Json;
import java.util.Optional;

/**
 * Whom API Gateway or the Function URL has verified, by the event's request context: the door
 * writes it, no header of a client gets there. A load balancer writes nothing of the kind; what it
 * says in {@code x-amzn-oidc-*} are headers, and not taken for anything.
 *
 * <p>Sources: "Create AWS Lambda proxy integrations for HTTP APIs" and "Invoking Lambda function
 * URLs" (version 2.0), "Input format of a Lambda function for proxy integration" (version 1.0).
 */
final class VerifiedSender {
  private VerifiedSender() {}

  /**
   * Of an HTTP API or a Function URL. A Lambda authorizer with simple answers has a context of its
   * own making, and no principal.
   *
   * @param authorizer of the request context; empty where nobody is asked
   */
  static Optional<Principal> ofVersion2(JrsObject authorizer) {
    if (authorizer.get("iam") instanceof JrsObject iam) {
      return name(iam, "userArn");
    }
    if (authorizer.get("jwt") instanceof JrsObject jwt) {
      return name(jwt, "claims", "sub");
    }
    return authorizer.get("lambda") instanceof JrsObject lambda
        ? name(lambda, "principalId").or(() -> name(lambda, "sub"))
        : Optional.empty();
  }

  /** Of a REST API, by its request context. */
  static Optional<Principal> ofVersion1(JrsObject context) {
    return context.get("elb") != null
        ? Optional.empty()
        : name(context, "identity", "userArn")
            .or(() -> name(context, "authorizer", "principalId"))
            .or(() -> name(context, "authorizer", "claims", "sub"));
  }

  /** The text at a path of names; anything else names nobody. */
  private static Optional<Principal> name(JrsObject object, String... path) {
    return Json.at(object, path)
        .filter(value -> value instanceof JrsString text && !text.asText().isBlank())
        .map(name -> new Principal(name.asText()));
  }
}
