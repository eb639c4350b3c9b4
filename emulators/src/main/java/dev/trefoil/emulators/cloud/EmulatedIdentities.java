// The three clouds' identities, and the trust between them by which each of them reaches all three.
package dev.trefoil.emulators.cloud;

import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.emulators.identity.Lifetime;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.TokenServer;
import dev.trefoil.emulators.identity.TokenService;
import dev.trefoil.emulators.identity.aws.AwsAccount;
import dev.trefoil.emulators.identity.aws.AwsStsEmulator;
import dev.trefoil.emulators.identity.entra.EntraBearers;
import dev.trefoil.emulators.identity.entra.EntraEmulator;
import dev.trefoil.emulators.identity.entra.EntraTenant;
import dev.trefoil.emulators.identity.google.GoogleStsEmulator;
import dev.trefoil.emulators.identity.google.GoogleTokens;
import dev.trefoil.emulators.identity.google.WorkloadPool;
import dev.trefoil.emulators.identity.oidc.IssuerServer;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.identity.oidc.OidcIssuer;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.net.LoopbackTls;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All token services, wired so that every host cloud's identity can get a credential for every
 * model service, and nobody else can.
 */
public final class EmulatedIdentities implements AutoCloseable {

  /** The name of the server that publishes the issuers' keys. */
  public static final String ISSUERS = "issuers";

  private static final String REGION = "us-east-1";

  private final Clock clock;
  private final TokenLedger ledger = new TokenLedger();
  private final Lifetime lifetime = new Lifetime();
  private final Issuers issuers;
  private final AwsAccount account;
  private final EntraTenant tenant;
  private final GoogleTokens googleTokens;
  private final WorkloadPool pool;
  private final AwsContainerCredentialsEmulator aws;
  private final AzureIdentityEmulator azure;
  private final GoogleMetadataEmulator google;
  private final AwsStsEmulator awsSts;
  private final EntraEmulator entra;
  private final GoogleStsEmulator googleSts;
  private final TokenServer documents;

  private EmulatedIdentities(LoopbackTls tls, Clock clock) {
    this.clock = clock;
    this.issuers = new Issuers(tls, ledger);
    var awsIssuer = new OidcIssuer(true);
    var googleIssuer = new OidcIssuer(false);
    this.documents = publish(tls, Map.of("aws", awsIssuer, "google", googleIssuer));
    this.tenant = TrustPolicies.tenant(ledger, clock);
    this.account = TrustPolicies.account(tenant.issuerV1(), ledger, clock);
    this.googleTokens = new GoogleTokens(ledger, clock);
    this.pool = TrustPolicies.pool(tenant.issuerV1());
    this.aws = AwsContainerCredentialsEmulator.start(account, ledger, clock, lifetime);
    this.azure = AzureIdentityEmulator.start(tenant, ledger, clock, lifetime);
    this.google = GoogleMetadataEmulator.start(googleTokens, googleIssuer, ledger, clock, lifetime);
    this.awsSts =
        AwsStsEmulator.start(
            account, awsIssuer, TrustPolicies.AWS_ISSUER, issuers, ledger, clock, lifetime);
    this.entra = EntraEmulator.start(tenant, issuers, tls, ledger, clock, lifetime);
    this.googleSts =
        GoogleStsEmulator.start(
            pool, googleTokens, issuers, awsSts.endpoint(), tls, ledger, clock, lifetime);
  }

  /** Starts all token services, each on any free port. */
  public static EmulatedIdentities start(LoopbackTls tls, Clock clock) {
    return new EmulatedIdentities(tls, clock);
  }

  /** Exactly what this cloud gives to a function: its own identity and nothing else. */
  public Map<String, String> environment(HostCloud host) {
    return switch (host) {
      case AWS -> {
        Map<String, String> environment = new LinkedHashMap<>(aws.environment());
        environment.put("AWS_REGION", REGION);
        yield environment;
      }
      case AZURE -> azure.environment();
      case GCP -> google.environment();
    };
  }

  /**
   * What leads the vendors' SDKs from their public token endpoints to these. Google's libraries
   * know no such variable: {@link Trust#googleTokenUrl} is set in code.
   */
  public Map<String, String> loopback() {
    return Map.of(
        "AWS_ENDPOINT_URL_STS", awsSts.endpoint().toString(),
        "AZURE_AUTHORITY_HOST", entra.authorityHost().toString());
  }

  /** The names of the trust between the clouds. */
  public Trust trust() {
    return new Trust(
        TrustPolicies.TENANT,
        TrustPolicies.CLIENT_ID,
        TrustPolicies.ENTRA_AUDIENCE,
        TrustPolicies.APPLICATION_ID_URI,
        TrustPolicies.FEDERATED.arn(),
        TrustPolicies.AWS_AUDIENCE,
        pool.audience("aws"),
        pool.audience("azure"),
        REGION,
        awsSts.endpoint(),
        entra.authorityHost(),
        googleSts.tokenUrl());
  }

  /** Every token service by its name in the ledger. */
  public Map<String, TokenService> services() {
    Map<String, TokenService> all = new LinkedHashMap<>();
    for (TokenService service : List.of(aws, awsSts, azure, entra, google, googleSts, documents)) {
      all.put(service.service(), service);
    }
    return all;
  }

  /** What was exchanged, and everything secret that came of it. */
  public TokenLedger ledger() {
    return ledger;
  }

  /** How long what is issued works. */
  public Lifetime lifetime() {
    return lifetime;
  }

  /** The AWS account, for its switches. */
  public AwsAccount account() {
    return account;
  }

  /** Where functions on AWS get their credentials. */
  public AwsContainerCredentialsEmulator aws() {
    return aws;
  }

  /** Where functions on Azure get their tokens. */
  public AzureIdentityEmulator azure() {
    return azure;
  }

  /** Where functions on Google Cloud get their tokens. */
  public GoogleMetadataEmulator google() {
    return google;
  }

  /**
   * What a model service takes a function for. Roles on AWS are assumed in sessions: their
   * principals have a slash and the session's name after it.
   *
   * @param host where the function runs
   * @param kind of the service, one that identities open
   * @throws IllegalArgumentException for a kind that keys open
   */
  public String principal(HostCloud host, ServiceKind kind) {
    return switch (kind) {
      case BEDROCK, BEDROCK_MANTLE ->
          host == HostCloud.AWS
              ? AwsContainerCredentialsEmulator.ROLE.assumed()
              : TrustPolicies.FEDERATED.assumed();
      case AZURE_OPENAI, FOUNDRY ->
          host == HostCloud.AZURE
              ? AzureIdentityEmulator.PRINCIPAL
              : TrustPolicies.CLIENT_OBJECT_ID;
      case VERTEX ->
          switch (host) {
            case AWS -> pool.principal(AwsContainerCredentialsEmulator.ROLE.assumed());
            case AZURE -> pool.principal(AzureIdentityEmulator.PRINCIPAL);
            case GCP -> GoogleMetadataEmulator.PRINCIPAL;
          };
      case OPENAI, ANTHROPIC ->
          throw new IllegalArgumentException(kind.configName() + " is opened by keys");
    };
  }

  /** Makes all that was issued so far worthless; the endpoints give new tokens and keys. */
  public void revokeIssued() {
    aws.renew();
    azure.renew();
    google.renew();
    ledger.revokeIssued();
  }

  /** Which keys open Bedrock, by either endpoint. */
  public AwsKeyring bedrockKeys() {
    return account;
  }

  /** Which tokens open Azure OpenAI. */
  public BearerVerifier azureOpenAiTokens() {
    return new EntraBearers(
        tenant,
        AzureIdentityEmulator.COGNITIVE_SERVICES,
        TrustPolicies.azureOpenAiUsers(),
        issuers,
        clock);
  }

  /** Which tokens open Microsoft Foundry. */
  public BearerVerifier foundryTokens() {
    return new EntraBearers(
        tenant, AzureIdentityEmulator.FOUNDRY, TrustPolicies.foundryUsers(), issuers, clock);
  }

  /** Which tokens open Azure AI Search. */
  public BearerVerifier azureSearchTokens() {
    return new EntraBearers(
        tenant, AzureIdentityEmulator.SEARCH, TrustPolicies.searchUsers(), issuers, clock);
  }

  /** Which tokens open Vertex AI. */
  public BearerVerifier vertexTokens() {
    return googleTokens.verifier(TrustPolicies.vertexUsers(pool));
  }

  /** Whose tokens may sign as the functions' service account: its own only. */
  public BearerVerifier googleTokenCreators() {
    return googleTokens.verifier(Set.of(GoogleMetadataEmulator.PRINCIPAL));
  }

  /** Ends all token services. May be called twice. */
  @Override
  public void close() {
    services().values().forEach(TokenService::close);
    issuers.close();
  }

  private TokenServer publish(LoopbackTls tls, Map<String, OidcIssuer> named) {
    var protocol = new IssuerServer();
    TokenServer server =
        TokenServer.start(
            ISSUERS, protocol, ledger, clock, handler -> HttpServer.startTls(0, tls, handler));
    String address = "https://127.0.0.1:" + server.port();
    named.forEach((path, issuer) -> publish(protocol, path, issuer, address));
    return server;
  }

  private void publish(IssuerServer server, String path, OidcIssuer issuer, String address) {
    String name = path.equals("aws") ? TrustPolicies.AWS_ISSUER : GoogleMetadataEmulator.ISSUER;
    issuers.add(name, server.publish(path, issuer, name, address));
  }
}
