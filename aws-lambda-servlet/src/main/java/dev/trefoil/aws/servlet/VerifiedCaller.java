// Whom API Gateway or the Function URL has verified, in the container's words.
package dev.trefoil.aws.servlet;

import dev.trefoil.http.Principal;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;

/** The container's own reads headers, which any client can write where nothing verifies them. */
record VerifiedCaller(Optional<Principal> principal) implements SecurityContext {
  @Override
  public java.security.Principal getUserPrincipal() {
    return principal.<java.security.Principal>map(verified -> verified::name).orElse(null);
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public boolean isSecure() {
    return true; // All doors of AWS take TLS; a load balancer may not, and tells nobody.
  }

  @Override
  public String getAuthenticationScheme() {
    return null; // As the interface has it where there is none that it knows.
  }
}
