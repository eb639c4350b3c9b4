// A Microsoft Entra tenant: who is in it, whom they trust, and how its tokens look.
package dev.trefoil.emulators.identity.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.SecretText;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.oidc.OidcIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Entra knows. All its access tokens are of version 1: issued by {@code
 * https://sts.windows.net/TENANT/} for an application ID URI.
 */
public final class EntraTenant {

  private static final int ORIGIN_LIMIT = 10_000;

  private final String id;
  private final Map<String, EntraApplication> applications;
  private final List<String> resources;
  private final OidcIssuer issuer = new OidcIssuer(false);
  private final TokenLedger ledger;
  private final Clock clock;
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();

  /**
   * A tenant.
   *
   * @param id its GUID
   * @param applications what may ask for tokens at the token endpoint, by client id
   * @param resources the application ID URIs that tokens can be had for
   */
  public EntraTenant(
      String id,
      Map<String, EntraApplication> applications,
      List<String> resources,
      TokenLedger ledger,
      Clock clock) {
    this.id = id;
    this.applications = Map.copyOf(applications);
    this.resources = List.copyOf(resources);
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * A token.
   *
   * @param value the compact form
   * @param expiresAt when it ends, as the answer around it says
   */
  public record Token(String value, Instant expiresAt) {
    /** Without the token itself, so that it may be logged. */
    @Override
    public String toString() {
      return "Token[%s]".formatted(expiresAt);
    }
  }

  /** Its GUID. */
  public String id() {
    return id;
  }

  /** The issuer of version 1 tokens. */
  public String issuerV1() {
    return "https://sts.windows.net/" + id + "/";
  }

  /** The issuer of version 2 tokens. */
  public String issuerV2() {
    return "https://login.microsoftonline.com/" + id + "/v2.0";
  }

  OidcIssuer issuer() {
    return issuer;
  }

  Optional<EntraApplication> application(String clientId) {
    return Optional.ofNullable(applications.get(clientId));
  }

  /** The resource as it is registered; clients write it with and without a last slash. */
  public Optional<String> resource(String resource) {
    String bare = bare(resource);
    return resources.contains(bare) ? Optional.of(bare) : Optional.empty();
  }

  /**
   * Issues an access token.
   *
   * @param resource whom it is for
   * @param objectId whom it stands for
   * @param origin who that was before any exchange
   * @param flaw what is to be wrong with it
   */
  public Token issue(
      String resource,
      String clientId,
      String objectId,
      Duration lifetime,
      Origin origin,
      Optional<Flaw> flaw) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(lifetime);
    String uti = SecretText.base64(16);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(resource)
            .issuer(issuerV1())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(end))
            .claim("appid", clientId)
            .claim("appidacr", "2")
            .claim("idp", issuerV1())
            .claim("idtyp", "app")
            .claim("oid", objectId)
            .subject(objectId)
            .claim("tid", id)
            .claim("uti", uti)
            .claim("ver", "1.0")
            .build();
    String value = issuer.sign(claims, flaw);
    if (origins.size() >= ORIGIN_LIMIT) {
      origins.clear();
    }
    origins.put(uti, origin);
    ledger.gaveOut(List.of(value));
    return new Token(value, end);
  }

  /** Whom a token of this {@code uti} was issued for. */
  Origin origin(String uti, String subject) {
    return origins.getOrDefault(uti, new Origin(issuerV1(), subject));
  }

  private static String bare(String resource) {
    return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
  }
}
