// Whoever signs web tokens with keys of its own, which anyone can look up.
package dev.trefoil.emulators.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.trefoil.emulators.Flaw;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An OpenID Connect issuer: an RSA key for RS256 and a P-384 one for ES384. */
public final class OidcIssuer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOMEONE_ELSE = "00000000-0000-4000-8000-00000badbad0";

  private final SigningKey rsa = SigningKey.rs256();
  private final SigningKey ec = SigningKey.es384();
  private final boolean signsEs384;

  /**
   * An issuer.
   *
   * @param signsEs384 whether it offers ES384 beside RS256
   */
  public OidcIssuer(boolean signsEs384) {
    this.signsEs384 = signsEs384;
  }

  /** Signs with RS256. */
  public String sign(JWTClaimsSet claims, Optional<Flaw> flaw) {
    return sign(claims, flaw, rsa);
  }

  /** Signs with ES384. */
  public String signEs384(JWTClaimsSet claims, Optional<Flaw> flaw) {
    return sign(claims, flaw, ec);
  }

  /** The keys that it publishes, as a JSON Web Key Set. */
  public JsonNode keys() {
    JWKSet set =
        signsEs384
            ? new JWKSet(List.of(rsa.published(), ec.published()))
            : new JWKSet(rsa.published());
    return JSON.valueToTree(set.toJSONObject(true));
  }

  /**
   * Its discovery document (OpenID Connect Discovery 1.0).
   *
   * @param issuer its name, as tokens say it
   * @param keys where {@link #keys} can be fetched
   */
  public JsonNode discovery(String issuer, String keys) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("issuer", issuer).put("jwks_uri", keys);
    json.putArray("response_types_supported").add("id_token");
    json.putArray("subject_types_supported").add("public");
    var algorithms = json.putArray("id_token_signing_alg_values_supported").add("RS256");
    if (signsEs384) {
      algorithms.add("ES384");
    }
    return json;
  }

  private static String sign(JWTClaimsSet claims, Optional<Flaw> flaw, SigningKey key) {
    return switch (flaw.orElse(null)) {
      case null -> key.sign(claims);
      case WRONG_AUDIENCE -> key.sign(with(claims, Map.of("aud", "api://someone-else")));
      case WRONG_SUBJECT -> key.sign(ofSomeoneElse(claims));
      case WRONG_ISSUER -> key.sign(with(claims, Map.of("iss", "https://someone.example.com")));
      case BAD_SIGNATURE -> key.forge(claims);
      case EXPIRED -> key.sign(expired(claims));
      case UNSIGNED -> new PlainJWT(claims).serialize();
    };
  }

  /** Every claim that names the holder, whichever of them the other side looks at. */
  private static JWTClaimsSet ofSomeoneElse(JWTClaimsSet claims) {
    var changed = new JWTClaimsSet.Builder(claims);
    for (String name : List.of("sub", "oid", "azp", "appid")) {
      if (claims.getClaim(name) != null) {
        changed.claim(name, SOMEONE_ELSE);
      }
    }
    return changed.build();
  }

  private static JWTClaimsSet expired(JWTClaimsSet claims) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    long back = expires.getTime() - issued.getTime() + Duration.ofHours(1).toMillis();
    Date earlier = new Date(issued.getTime() - back);
    return new JWTClaimsSet.Builder(claims)
        .issueTime(earlier)
        .notBeforeTime(earlier)
        .expirationTime(new Date(expires.getTime() - back))
        .build();
  }

  private static JWTClaimsSet with(JWTClaimsSet claims, Map<String, Object> changes) {
    var changed = new JWTClaimsSet.Builder(claims);
    changes.forEach(changed::claim);
    return changed.build();
  }
}
