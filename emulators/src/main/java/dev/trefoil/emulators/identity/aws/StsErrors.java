// AWS STS's errors, with the codes and statuses of its service model.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.identity.Verdict;

/** Refusals. */
final class StsErrors {

  private StsErrors() {}

  static StsRefusal invalidToken(String message) {
    return new StsRefusal(400, "InvalidIdentityToken", message);
  }

  static StsRefusal unknownProvider(String issuer) {
    return invalidToken("No OpenIDConnect provider found in your account for " + issuer);
  }

  static StsRefusal noKey() {
    return invalidToken(
        "Couldn't retrieve verification key from your identity provider, please reference"
            + " AssumeRoleWithWebIdentity documentation for requirements");
  }

  static StsRefusal unreachable() {
    return new StsRefusal(
        400, "IDPCommunicationError", "Unable to reach the identity provider of the token");
  }

  static StsRefusal expired(long now, long end) {
    return new StsRefusal(
        400,
        "ExpiredTokenException",
        "Token expired: current date/time %d must be before the expiration date/time %d"
            .formatted(now, end));
  }

  static StsRefusal notAuthorized(String what) {
    return new StsRefusal(403, "AccessDenied", "Not authorized to perform " + what);
  }

  static StsRefusal notAuthorized(String principal, String action) {
    return new StsRefusal(
        403,
        "AccessDenied",
        "User: %s is not authorized to perform: %s because no identity-based policy allows the %s"
            .formatted(principal, action, action + " action"));
  }

  static StsRefusal outboundDisabled() {
    return new StsRefusal(
        403,
        "OutboundWebIdentityFederationDisabledException",
        "The outbound web identity federation feature is not enabled for this account");
  }

  static StsRefusal globalEndpoint() {
    return new StsRefusal(
        400, "InvalidAction", "GetWebIdentityToken is not available on the global endpoint");
  }

  static StsRefusal unknownAction(String action) {
    return new StsRefusal(
        400,
        "InvalidAction",
        "Could not find operation %s for version 2011-06-15".formatted(action));
  }

  static StsRefusal invalid(String field, String must) {
    return new StsRefusal(
        400,
        "ValidationError",
        "1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
            .formatted(field, must));
  }

  /** The query protocol's names for what is wrong with a signature. */
  static StsRefusal of(Verdict.Rejected rejected) {
    return switch (rejected.code()) {
      case "MissingAuthenticationTokenException" ->
          new StsRefusal(
              403, "MissingAuthenticationToken", "Request is missing Authentication Token");
      case "IncompleteSignatureException" ->
          new StsRefusal(400, "IncompleteSignature", rejected.reason());
      case "UnrecognizedClientException" ->
          new StsRefusal(403, "InvalidClientTokenId", rejected.reason());
      case "ExpiredTokenException" -> new StsRefusal(403, "ExpiredToken", rejected.reason());
      default -> new StsRefusal(403, "SignatureDoesNotMatch", rejected.reason());
    };
  }
}
