package dev.trefoil.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.trefoil.http.HttpCall;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows callers by signed tokens of one issuer. The checks are Nimbus JOSE's. */
final class JwtAuthenticator implements Authenticator {
  /** Far above what identity providers issue, far below what would cost us anything to read. */
  private static final int LONGEST = 16 * 1024;

  private final AuthSettings.Jwt settings;
  private final JWTProcessor<SecurityContext> processor;

  private JwtAuthenticator(AuthSettings.Jwt settings, JWTProcessor<SecurityContext> processor) {
    this.settings = settings;
    this.processor = processor;
  }

  static JwtAuthenticator of(AuthSettings.Jwt settings, Clock clock) {
    Set<JWSAlgorithm> algorithms =
        settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    // RFC 9068 has access tokens say that they are some; others say JWT or nothing.
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            algorithms,
            new TrustedKeys(new JwksEndpoint(settings.issuer(), settings.jwks()), clock)));
    processor.setJWTClaimsSetVerifier(claims(settings, clock));
    return new JwtAuthenticator(settings, processor);
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claims(
      AuthSettings.Jwt settings, Clock clock) {
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            settings.audiences(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew((int) settings.clockSkew().toSeconds());
    return verifier;
  }

  @Override
  public Caller authenticate(HttpCall call) throws AuthException {
    Optional<String> token =
        settings.header().isPresent()
            ? Credential.one(call.headers(), settings.header().get())
            : Credential.of(call.headers());
    JWTClaimsSet claims =
        verified(
            token.orElseThrow(
                () ->
                    AuthException.missing(
                        "You didn't provide a token. Send it in the header "
                            + settings.header().orElse("Authorization, as 'Bearer YOUR_TOKEN'")
                            + ".",
                        "no token came with the call")));
    require(claims);
    return Caller.named(
        name(claims),
        tenant(claims),
        settings.routes().map(routes -> TokenClaims.allowed(claims, routes)));
  }

  private JWTClaimsSet verified(String token) throws AuthException {
    if (token.length() > LONGEST) {
      throw invalid("the token has more than " + LONGEST + " characters");
    }
    try {
      return processor.process(token, null);
    } catch (ParseException e) {
      // Its message may quote the token.
      throw invalid("the token is not a JWT");
    } catch (BadJOSEException e) {
      throw invalid(e.getMessage());
    } catch (KeySourceException e) {
      throw AuthException.unavailable(
          "Your token cannot be checked at the moment: the issuer's keys cannot be had.",
          "no keys of " + settings.issuer() + ": " + e.getMessage());
    } catch (JOSEException e) {
      throw invalid("the signature cannot be checked: " + e.getMessage());
    }
  }

  private void require(JWTClaimsSet claims) throws AuthException {
    for (String claim : settings.required().keySet()) {
      if (!TokenClaims.values(claims, claim).contains(settings.required().get(claim))) {
        throw invalid("the claim " + claim + " is not what the configuration requires");
      }
    }
  }

  private String name(JWTClaimsSet claims) throws AuthException {
    return TokenClaims.text(claims, settings.nameClaim())
        .or(() -> TokenClaims.text(claims, "sub"))
        .orElseThrow(() -> invalid("the token names nobody"));
  }

  /**
   * A token that names no tenant where tokens have to is nobody's: it is not taken for another's.
   */
  private Optional<String> tenant(JWTClaimsSet claims) throws AuthException {
    if (settings.tenantClaim().isEmpty()) {
      return Optional.empty();
    }
    String claim = settings.tenantClaim().get();
    Optional<String> tenant = TokenClaims.text(claims, claim).filter(Caller::isTenant);
    if (tenant.isEmpty()) {
      throw invalid("the claim " + claim + " names no tenant, as " + Caller.TENANTS);
    }
    return tenant;
  }

  private static AuthException invalid(String reason) {
    return AuthException.invalid("Incorrect token provided.", reason);
  }
}
