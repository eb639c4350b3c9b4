package dev.trefoil.identity;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.AwsSecurityCredentials;
import com.google.auth.oauth2.AwsSecurityCredentialsSupplier;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials.SubjectTokenTypes;
import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import dev.trefoil.provider.Failures;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Google's tokens: of the function's service account on Google Cloud, and from the Security Token
 * Service for another cloud's identity elsewhere. The libraries' credentials are asked for one
 * token each and dropped.
 */
final class GoogleTokens {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String METADATA = "the metadata server";

  private final String tokenUrl;
  private final Clock clock;

  /**
   * @param tokenUrl in place of the Security Token Service's own
   */
  GoogleTokens(Optional<URI> tokenUrl, Clock clock) {
    this.tokenUrl = tokenUrl.map(URI::toString).orElse("https://sts.googleapis.com/v1/token");
    this.clock = clock;
  }

  /** An access token of the function's service account. */
  IssuedToken<String> serviceAccount() throws StepException {
    return token(
        "",
        "an access token of " + METADATA,
        ComputeEngineCredentials.newBuilder().setScopes(List.of(SCOPE)).build()
            ::refreshAccessToken);
  }

  /**
   * A person's token.
   *
   * @param quotaProject what Google counts the person's calls to; without it some services refuse
   *     them
   */
  record Personal(IssuedToken<String> token, Optional<String> quotaProject) {}

  /** An access token of the application default credentials, of whatever kind they are. */
  Personal applicationDefault() throws StepException {
    String step = "Google's application default credentials";
    GoogleCredentials credentials;
    try {
      credentials = GoogleCredentials.getApplicationDefault().createScoped(List.of(SCOPE));
    } catch (IOException e) {
      throw StepException.of(step, words(e));
    }
    return new Personal(
        token("", step, credentials::refreshAccessToken),
        Optional.ofNullable(credentials.getQuotaProjectId()));
  }

  /** A token that says who we are on Google Cloud, made out to {@code audience}. */
  String idToken(String audience) throws StepException {
    try {
      return ComputeEngineCredentials.create()
          .idTokenWithAudience(audience, List.of())
          .getTokenValue();
    } catch (IOException e) {
      throw StepException.of("an ID token for audience " + audience + " of " + METADATA, words(e));
    }
  }

  /**
   * An access token for a token that the pool's provider trusts.
   *
   * @param provider the provider's full name
   */
  IssuedToken<String> federated(String provider, String subjectToken) throws StepException {
    return token(
        subjectToken,
        step(provider),
        IdentityPoolCredentials.newBuilder()
                .setAudience(provider)
                .setSubjectTokenType(SubjectTokenTypes.JWT)
                .setSubjectTokenSupplier(context -> subjectToken)
                .setTokenUrl(tokenUrl)
                .setScopes(List.of(SCOPE))
                .build()
            ::refreshAccessToken);
  }

  /** An access token for AWS keys, which sign a GetCallerIdentity that Google will send. */
  IssuedToken<String> federated(String provider, AwsCredentialsIdentity keys, String region)
      throws StepException {
    return token(
        "",
        step(provider),
        AwsCredentials.newBuilder()
                .setAudience(provider)
                .setSubjectTokenType(SubjectTokenTypes.AWS4)
                .setAwsSecurityCredentialsSupplier(new Keys(keys, region))
                .setTokenUrl(tokenUrl)
                .setScopes(List.of(SCOPE))
                .build()
            ::refreshAccessToken);
  }

  private String step(String provider) {
    return "token exchange for " + provider + " at " + tokenUrl;
  }

  private IssuedToken<String> token(String shown, String step, Refresh refresh)
      throws StepException {
    try {
      AccessToken token = refresh.run();
      return IssuedToken.until(token.getExpirationTime().toInstant(), token.getTokenValue(), clock);
    } catch (IOException e) {
      throw StepException.presenting(shown, step, words(e));
    }
  }

  private static String words(IOException e) {
    Throwable root = Failures.root(e);
    return Failures.words(root.getMessage(), root.toString());
  }

  private interface Refresh {
    AccessToken run() throws IOException;
  }

  /** The library wants its suppliers serializable; nobody serializes this one. */
  private static final class Keys implements AwsSecurityCredentialsSupplier {
    private static final long serialVersionUID = 1L;

    private final transient AwsSecurityCredentials keys;
    private final String region;

    Keys(AwsCredentialsIdentity keys, String region) {
      this.keys =
          new AwsSecurityCredentials(
              keys.accessKeyId(),
              keys.secretAccessKey(),
              keys instanceof AwsSessionCredentialsIdentity session
                  ? session.sessionToken()
                  : null);
      this.region = region;
    }

    @Override
    public String getRegion(ExternalAccountSupplierContext context) {
      return region;
    }

    @Override
    public AwsSecurityCredentials getCredentials(ExternalAccountSupplierContext context) {
      return keys;
    }
  }
}
