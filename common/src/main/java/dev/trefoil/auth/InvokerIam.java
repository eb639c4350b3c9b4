package dev.trefoil.auth;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import dev.trefoil.http.Headers;
import dev.trefoil.http.Principal;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom Cloud Run's IAM check has let in. It verifies the caller's ID token and hands it on with
 * {@code SIGNATURE_REMOVED_BY_GOOGLE} in place of the signature. Nothing in the call tells that
 * from a token that a caller made up for a service that lets everybody in, and the function cannot
 * see its own policy. So it counts only where the deployment says that the service is private.
 *
 * <p>Sources: "Troubleshoot Cloud Run issues", signature removed; "Authenticating
 * service-to-service" for the two headers, of which the first is the one that is checked where both
 * are there.
 */
public final class InvokerIam {
  /** Set to {@code true} by whoever deploys without {@code --allow-unauthenticated}. */
  static final String PRIVATE = "TREFOIL_CLOUD_RUN_PRIVATE";

  private static final String REMOVED = "SIGNATURE_REMOVED_BY_GOOGLE";
  private static final List<String> ISSUERS =
      List.of("https://accounts.google.com", "accounts.google.com");

  private final boolean isPrivate;

  private InvokerIam(boolean isPrivate) {
    this.isPrivate = isPrivate;
  }

  /** As the process's environment says. */
  public static InvokerIam of(Map<String, String> env) {
    return new InvokerIam("true".equals(env.get(PRIVATE)));
  }

  /** Whom Cloud Run has let in; empty where nothing vouches for anybody. */
  public Optional<Principal> principal(Headers headers) {
    String checked =
        headers.first("x-serverless-authorization").isPresent()
            ? "x-serverless-authorization"
            : "authorization";
    List<String> values = headers.all(checked);
    return isPrivate && values.size() == 1 ? sender(values.getFirst()) : Optional.empty();
  }

  private static Optional<Principal> sender(String authorization) {
    String[] parts = authorization.split("[ .]", -1);
    if (parts.length != 4 || !parts[0].equalsIgnoreCase("Bearer") || !parts[3].equals(REMOVED)) {
      return Optional.empty();
    }
    try {
      JrsObject claims = Json.read(Base64.getUrlDecoder().decode(parts[2]));
      return text(claims, "iss")
          .filter(ISSUERS::contains)
          .flatMap(google -> text(claims, "email").or(() -> text(claims, "sub")))
          .map(Principal::new);
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty(); // Not a token of Google's, so nobody is vouched for.
    }
  }

  private static Optional<String> text(JrsObject claims, String name) {
    return claims.get(name) instanceof JrsString text && !text.asText().isBlank()
        ? Optional.of(text.asText())
        : Optional.empty();
  }
}
