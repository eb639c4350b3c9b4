// Where issuers publish their keys, and whether a token bears the signature of one of them.
package dev.trefoil.emulators.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jwt.SignedJWT;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The internet as the verifiers see it: an issuer's name leads to its documents, which lie on
 * loopback and are fetched over HTTPS. Keys are kept until a token names one that is not among
 * them.
 */
public final class Issuers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final JWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final Map<String, JWKSet> keys = new ConcurrentHashMap<>();
  private final TokenLedger ledger;
  private final HttpClient client;

  /** Knows nobody yet. */
  public Issuers(LoopbackTls tls, TokenLedger ledger) {
    this.ledger = ledger;
    this.client = HttpClient.newBuilder().sslContext(tls.clientContext()).build();
  }

  /** What became of checking a signature. */
  public enum Signature {
    /** It is the issuer's. */
    GOOD,
    /** It is not. */
    BAD,
    /** The issuer has published no key of the token's name. */
    UNKNOWN_KEY,
    /** The issuer's documents cannot be had. */
    UNREACHABLE
  }

  /** Makes an issuer's name lead to this address, under which its well-known documents are. */
  public void add(String issuer, String address) {
    addresses.put(issuer, address);
  }

  /** Forgets all keys, so that they are fetched again. */
  public void forgetKeys() {
    keys.clear();
  }

  /** Whether the issuer of this name has signed the token. */
  public Signature check(SignedJWT token, String issuer) {
    String id = Optional.ofNullable(token.getHeader().getKeyID()).orElse("");
    try {
      JWK key = key(issuer, id);
      if (ledger.isRevoked(token.serialize())) {
        return Signature.BAD;
      }
      if (key == null) {
        return Signature.UNKNOWN_KEY;
      }
      if (!(key instanceof AsymmetricJWK pair)
          || !token.getHeader().getAlgorithm().equals(key.getAlgorithm())) {
        return Signature.BAD;
      }
      var verifier = verifiers.createJWSVerifier(token.getHeader(), pair.toPublicKey());
      return token.verify(verifier) ? Signature.GOOD : Signature.BAD;
    } catch (JOSEException e) {
      // A key and an algorithm that do not go together: nobody can have signed this.
      return Signature.BAD;
    } catch (IOException | ParseException e) {
      return Signature.UNREACHABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Signature.UNREACHABLE;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private JWK key(String issuer, String id)
      throws IOException, ParseException, InterruptedException {
    JWKSet known = keys.get(issuer);
    if (known != null && known.getKeyByKeyId(id) != null) {
      return known.getKeyByKeyId(id);
    }
    String address = addresses.get(issuer);
    if (address == null) {
      throw new IOException("nobody is known as " + issuer);
    }
    String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    JsonNode discovery = JSON.readTree(get(base + "/.well-known/openid-configuration"));
    if (!discovery.path("issuer").asText("").equals(issuer)) {
      throw new IOException("the documents are another issuer's");
    }
    JWKSet fresh = JWKSet.parse(get(discovery.path("jwks_uri").asText("")));
    keys.put(issuer, fresh);
    return fresh.getKeyByKeyId(id);
  }

  private String get(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return response.body();
  }
}
