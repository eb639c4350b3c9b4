// An application of a tenant, or a managed identity, that other issuers' tokens can speak for.
package dev.trefoil.emulators.identity.entra;

import java.util.List;

/**
 * An application.
 *
 * @param clientId its application id
 * @param objectId of its service principal, which tokens stand for and roles are assigned to
 * @param credentials whose tokens it accepts in the place of a secret
 */
public record EntraApplication(
    String clientId, String objectId, List<FederatedCredential> credentials) {

  /**
   * A federated identity credential. All three are compared to the letter.
   *
   * @param issuer of the token
   * @param subject of the token
   * @param audience of the token, usually {@code api://AzureADTokenExchange}
   */
  public record FederatedCredential(String issuer, String subject, String audience) {}
}
