// A call that the switchboard does not do, and why, for the one who made it.
package dev.trefoil.local.switchboard;

import java.util.Optional;

/** A refusal with its HTTP status. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String allowed;

  private RefusedException(int status, String message, String allowed) {
    super(message);
    this.status = status;
    this.allowed = allowed;
  }

  static RefusedException bad(String message) {
    return new RefusedException(400, message, "");
  }

  static RefusedException notFound(Call call) {
    return new RefusedException(
        404,
        "/%s: is not known here; there are /, /console, /faults, /replies and /journal"
            .formatted(String.join("/", call.path())),
        "");
  }

  static RefusedException wrongMethod(Call call, String allowed) {
    return new RefusedException(
        405,
        "%s: is not done on /%s, only %s"
            .formatted(call.method(), String.join("/", call.path()), allowed),
        allowed);
  }

  static RefusedException tooLarge(int limit) {
    return new RefusedException(413, "the body is larger than " + limit + " bytes", "");
  }

  int status() {
    return status;
  }

  /** The methods that the path takes, for the Allow header of a 405. */
  Optional<String> allowed() {
    return Optional.of(allowed).filter(methods -> !methods.isEmpty());
  }
}
