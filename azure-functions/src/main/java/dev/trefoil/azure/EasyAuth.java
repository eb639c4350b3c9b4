package dev.trefoil.azure;

import dev.trefoil.http.Headers;
import dev.trefoil.http.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom App Service Authentication ("Easy Auth") has verified. It says so in headers, and takes
 * those of the same names from every call that comes from outside; where it is off, anybody can
 * send them. So they count only where the platform says that it is on.
 *
 * <p>Sources: "Work with user identities in Azure App Service authentication"; the variable as in
 * Microsoft.Identity.Web's AppServicesAuthenticationInformation.
 */
final class EasyAuth {
  private final boolean on;

  private EasyAuth(boolean on) {
    this.on = on;
  }

  static EasyAuth of(Map<String, String> env) {
    return new EasyAuth("true".equalsIgnoreCase(env.get("WEBSITE_AUTH_ENABLED")));
  }

  /** By name where there is one; an application has an id only. */
  Optional<Principal> principal(Headers headers) {
    return on
        ? one(headers, "x-ms-client-principal-id")
            .map(id -> one(headers, "x-ms-client-principal-name").orElse(id))
            .map(Principal::new)
        : Optional.empty();
  }

  private static Optional<String> one(Headers headers, String name) {
    List<String> values = headers.all(name);
    return values.size() == 1
        ? Optional.of(values.getFirst()).filter(value -> !value.isBlank())
        : Optional.empty();
  }
}
