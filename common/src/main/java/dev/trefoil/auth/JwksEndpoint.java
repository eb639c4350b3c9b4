package dev.trefoil.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.trefoil.net.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches the issuer's keys, from where the configuration says or else from where the issuer says
 * (OpenID Connect Discovery 1.0). Follows no redirect; bounded in time and size.
 */
final class JwksEndpoint implements JWKSetSource<SecurityContext> {
  /** Of both documents together. */
  static final Duration LONGEST_FETCH = Duration.ofSeconds(8);

  private static final int MOST_BYTES = 256 * 1024;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final String issuer;
  private final Optional<URI> jwks;
  private final Duration longestGet;

  JwksEndpoint(String issuer, Optional<URI> jwks) {
    this(issuer, jwks, LONGEST_FETCH.dividedBy(2));
  }

  JwksEndpoint(String issuer, Optional<URI> jwks, Duration longestGet) {
    this.issuer = issuer;
    this.jwks = jwks;
    this.longestGet = longestGet;
  }

  @Override
  public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
      throws JWKSetUnavailableException {
    URI uri = jwks.isPresent() ? jwks.get() : discovered();
    try {
      JWKSet keys = JWKSet.parse(get(uri));
      if (keys.isEmpty()) {
        throw new JWKSetUnavailableException(uri + " has no keys");
      }
      return keys;
    } catch (ParseException e) {
      throw new JWKSetUnavailableException(uri + " is not a JWK set: " + e.getMessage(), e);
    }
  }

  private URI discovered() throws JWKSetUnavailableException {
    URI uri = URI.create(issuer.replaceFirst("/$", "") + DISCOVERY);
    try {
      Map<String, Object> document = JSONObjectUtils.parse(get(uri));
      if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
        throw new JWKSetUnavailableException(uri + " is of another issuer");
      }
      URI found = JSONObjectUtils.getURI(document, "jwks_uri");
      if (found == null || !AuthSettings.Jwt.isSafe(found)) {
        throw new JWKSetUnavailableException(uri + " has no jwks_uri with https");
      }
      return found;
    } catch (ParseException e) {
      throw new JWKSetUnavailableException(uri + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A client for each fetch: there is one in ten minutes. */
  private String get(URI uri) throws JWKSetUnavailableException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("accept", "application/json").build();
    try {
      HttpResponse<byte[]> response = BoundedHttp.sendOnce(request, longestGet, MOST_BYTES);
      if (response.statusCode() != 200) {
        throw new JWKSetUnavailableException(uri + ": it answers " + response.statusCode());
      }
      return new String(response.body(), StandardCharsets.UTF_8);
    } catch (HttpTimeoutException e) {
      throw new JWKSetUnavailableException(uri + " takes longer than " + longestGet, e);
    } catch (IOException e) {
      throw new JWKSetUnavailableException(uri + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JWKSetUnavailableException(uri + ": interrupted", e);
    }
  }

  @Override
  public void close() {}
}
