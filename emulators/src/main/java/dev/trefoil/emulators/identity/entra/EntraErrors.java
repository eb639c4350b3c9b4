// Entra's errors (Microsoft identity platform, "error codes"), with the texts that it uses.
package dev.trefoil.emulators.identity.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Refusals and their JSON. */
final class EntraErrors {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private EntraErrors() {}

  static EntraRefusal missing(String field) {
    return new EntraRefusal(
        400,
        "invalid_request",
        900144,
        "The request body must contain the following parameter: '%s'.".formatted(field));
  }

  static EntraRefusal wrongGrant(String grant) {
    return new EntraRefusal(
        400,
        "unsupported_grant_type",
        70003,
        "The app requested an unsupported grant type '%s'.".formatted(grant));
  }

  static EntraRefusal wrongTenant(String tenant) {
    return new EntraRefusal(
        400,
        "invalid_request",
        90002,
        "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing"
                .formatted(tenant)
            + " into the correct cloud. Check with your subscription administrator, this may happen"
            + " if there are no active subscriptions for the tenant.");
  }

  static EntraRefusal unknownApplication(String clientId, String tenant) {
    return new EntraRefusal(
        400,
        "unauthorized_client",
        700016,
        "Application with identifier '%s' was not found in the directory '%s'. This can happen if"
                .formatted(clientId, tenant)
            + " the application has not been installed by the administrator of the tenant or"
            + " consented to by any user in the tenant. You may have sent your authentication"
            + " request to the wrong tenant.");
  }

  static EntraRefusal wrongScope(String scope) {
    return new EntraRefusal(
        400,
        "invalid_scope",
        1002012,
        "The provided value for scope %s is not valid. Client credential flows must have a scope"
                .formatted(scope)
            + " value with /.default suffixed to the resource identifier (application ID URI).");
  }

  static EntraRefusal unknownResource(String resource, String tenant) {
    return new EntraRefusal(
        400,
        "invalid_resource",
        500011,
        "The resource principal named %s was not found in the tenant named %s. This can happen if"
                .formatted(resource, tenant)
            + " the application has not been installed by the administrator of the tenant or"
            + " consented to by any user in the tenant. You might have sent your authentication"
            + " request to the wrong tenant.");
  }

  static EntraRefusal malformed() {
    return new EntraRefusal(400, "invalid_request", 50027, "JWT token is invalid or malformed.");
  }

  static EntraRefusal wrongAlgorithm(String algorithm) {
    return new EntraRefusal(
        400,
        "invalid_request",
        5002738,
        "Invalid JWT token. '%s' is not a supported signature algorithm. Supported signing"
                .formatted(algorithm)
            + " algorithms are: 'RS256, HS256'");
  }

  /** What of issuer, audience or subject matches no credential. */
  static EntraRefusal noMatch(int number, String claim, String value) {
    return new EntraRefusal(
        401,
        "invalid_client",
        number,
        "No matching federated identity record found for presented assertion %s '%s'. Check your"
                .formatted(claim, value)
            + " federated identity credential Subject, Audience and Issuer against the presented"
            + " assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation");
  }

  static EntraRefusal unknownKey(String keyId, String issuer) {
    return new EntraRefusal(
        401,
        "invalid_client",
        7000272,
        "The certificate with identifier %s used to sign the federated credential could not be"
                .formatted(keyId)
            + " found in the metadata of identity provider %s. Please validate that your Identity"
                .formatted(issuer)
            + " Provider's metadata exposes the key used to sign the incoming token.");
  }

  static EntraRefusal badSignature() {
    return new EntraRefusal(
        401,
        "invalid_client",
        50013,
        "Assertion failed signature validation. [Reason - The provided signature value did not match"
            + " the expected signature value.]");
  }

  static EntraRefusal issuerUnreachable() {
    return new EntraRefusal(
        400, "invalid_request", 501661, "Request to External OIDC endpoint failed.");
  }

  static EntraRefusal outsideItsTime(Instant now, Instant from, Instant until) {
    return new EntraRefusal(
        401,
        "invalid_client",
        700024,
        "Client assertion is not within its valid time range. Current time: %s, assertion valid from"
                .formatted(LOCAL.format(now))
            + " %s, expiry time of assertion %s. Review the documentation at"
                .formatted(LOCAL.format(from), LOCAL.format(until))
            + " https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials"
            + " .");
  }

  static JsonNode json(EntraRefusal refusal, Instant now) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String stamp = STAMP.format(now);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("error", refusal.error())
        .put(
            "error_description",
            "%s Trace ID: %s Correlation ID: %s Timestamp: %s"
                .formatted(refusal.getMessage(), trace, correlation, stamp));
    json.putArray("error_codes").add(refusal.number());
    return json.put("timestamp", stamp)
        .put("trace_id", trace)
        .put("correlation_id", correlation)
        .put("error_uri", "https://login.microsoftonline.com/error?code=" + refusal.number());
  }
}
