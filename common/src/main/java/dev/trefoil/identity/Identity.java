package dev.trefoil.identity;

import com.google.auth.Credentials;
import dev.trefoil.policy.Cloud;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Who we are to the model service of each cloud: on our own the role, managed identity or service
 * account that the platform gives the function, elsewhere whom that makes us there.
 *
 * <p>Making one costs nothing and asks no one; the first request that needs a token fetches it. A
 * token that cannot be had is a {@link dev.trefoil.provider.ProviderException} of kind AUTH that
 * names the step.
 */
public final class Identity {
  private static final String AZURE_OPENAI = "https://cognitiveservices.azure.com";
  private static final String FOUNDRY = "https://ai.azure.com";
  private static final String AZURE_SEARCH = "https://search.azure.com";
  private static final String AZURE_STORAGE = "https://storage.azure.com";

  private static final String AUTHORIZATION = "Bearer ";

  private final Origin on;
  private final IdentitySettings settings;
  private final Host host;
  private final TokenCache cache;

  private Identity(Origin on, IdentitySettings settings, Host host, TokenCache cache) {
    this.on = on;
    this.settings = settings;
    this.host = host;
    this.cache = cache;
  }

  /**
   * The identity of this process.
   *
   * @param on the cloud that it runs on
   * @param env its environment; the vendors' libraries read the real one besides
   */
  public static Identity of(Cloud on, IdentitySettings settings, Map<String, String> env) {
    return of(Origin.of(on), settings, env);
  }

  /**
   * The same where that may be a person's machine.
   *
   * @param on whose identities they are
   */
  public static Identity of(Origin on, IdentitySettings settings, Map<String, String> env) {
    Clock clock = Clock.systemUTC();
    Host host =
        switch (on) {
          case AWS -> new AwsHost(settings, env, clock);
          case AZURE -> new AzureHost(settings, env, clock);
          case GCP -> new GcpHost(settings, env, clock);
          case LOCAL -> new LocalHost(settings, clock);
        };
    return new Identity(on, settings, host, TokenCache.inThreads());
  }

  /** The names under {@code identity} that calls of this cloud need and that are not set. */
  public List<String> missing(Cloud to) {
    return settings.missing(on, to);
  }

  /**
   * For Amazon Bedrock.
   *
   * @param region whose token service is asked, unless we run on AWS
   */
  public AwsCredentialsProvider aws(String region) {
    return new CachedAwsCredentials(awsKeys(region));
  }

  private CachedToken<AwsCredentials> awsKeys(String region) {
    return cache.slot(
        key(Cloud.AWS, settings.aws().roleArn().orElse(""), on == Origin.AWS ? "" : region),
        given(missing(Cloud.AWS), () -> host.aws(region)));
  }

  /**
   * For what Amazon Bedrock offers beside its own API.
   *
   * @param region as {@link #aws(String)}, and signed for
   * @param service what the service is signed for as, such as {@code bedrock}
   */
  public RequestSigner awsSigner(String region, String service) {
    return new AwsRequestSigner(awsKeys(region), region, service);
  }

  /** For Azure OpenAI. */
  public Authorization azure() {
    return azure(AZURE_OPENAI);
  }

  /** For Claude in Microsoft Foundry. */
  public Authorization foundry() {
    return azure(FOUNDRY);
  }

  /** For Azure AI Search. */
  public Authorization azureSearch() {
    return azure(AZURE_SEARCH);
  }

  /**
   * For any other that takes Entra's tokens.
   *
   * @param resource whom the token is for
   */
  public Authorization azure(String resource) {
    host.prepare();
    CachedToken<String> slot =
        cache.slot(
            key(Cloud.AZURE, settings.azure().clientId().orElse(""), resource),
            given(missing(Cloud.AZURE), () -> host.azure(resource)));
    return cancellation -> AUTHORIZATION + slot.await(cancellation);
  }

  /** For the function's own storage account, on Azure itself. */
  public Authorization azureStorage() {
    CachedToken<String> slot =
        cache.slot(key(Cloud.AZURE, "", AZURE_STORAGE), () -> host.ownAzure(AZURE_STORAGE));
    return cancellation -> AUTHORIZATION + slot.await(cancellation);
  }

  /** For Vertex AI. */
  public Credentials google() {
    String provider =
        (on == Origin.AWS ? settings.gcp().awsProvider() : settings.gcp().azureProvider())
            .orElse("");
    return new CachedGoogleCredentials(
        cache.slot(
            key(Cloud.GCP, provider, "cloud-platform"), given(missing(Cloud.GCP), host::google)),
        host::quotaProject);
  }

  /**
   * A key that lies in the secret store of the cloud we run on: Secrets Manager, Key Vault, Secret
   * Manager. Looked up again after five minutes, and used for an hour while the store is away.
   */
  public Authorization secret(String name) {
    List<String> missing = new ArrayList<>();
    if (on == Origin.AZURE && settings.azure().keyVault().isEmpty()) {
      missing.add("identity.azure.keyVault");
    } else if (on == Origin.GCP && settings.gcp().secretsProject().isEmpty()) {
      missing.add("identity.gcp.secretsProject");
    }
    return cache.slot(secretKey(name), given(missing, () -> host.secret(name)))::await;
  }

  /**
   * To be told when a service of this cloud refused who we are: a token that is not quite new is
   * then fetched anew.
   */
  public void doubt(Cloud to) {
    String pair = TokenKey.pair(on, to);
    host.renew();
    cache.doubt(key -> key.pair().equals(pair));
  }

  /** The same of a key in the secret store. */
  public void doubtSecret(String name) {
    cache.doubt(secretKey(name)::equals);
  }

  /** Loads and builds what fetches our own cloud's tokens; asks no one. */
  public void prepare() {
    host.prepare();
  }

  /**
   * Fetches every token that somebody has asked to be given from now on, and waits for them; one
   * that cannot be had is logged, and fetched when it is needed.
   */
  public void fetch() {
    cache.fetch();
  }

  /**
   * Forgets every token: before a snapshot, so that it holds none, and after it, so that what was
   * still on its way is of no use either.
   */
  public void forget() {
    host.renew();
    cache.clear();
  }

  private TokenKey secretKey(String name) {
    return new TokenKey("secret on " + on, name, "");
  }

  private TokenKey key(Cloud to, String audience, String scope) {
    return new TokenKey(TokenKey.pair(on, to), audience, scope);
  }

  private static <T> TokenExchange<T> given(List<String> missing, TokenExchange<T> exchange) {
    return missing.isEmpty()
        ? exchange
        : () -> {
          throw StepException.of(
              "trefoil.yaml", "it needs " + String.join(" and ", missing) + ", which is not set");
        };
  }
}
