// Their side: each service's own client, with its credential fetched once.
package dev.trefoil.benchmarks.calls;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.Identity;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Makes the bare calls to the services of a configuration, as a process on AWS. */
public final class BareClients {
  private final TrefoilConfig config;
  private final Identity identity;

  public BareClients(Map<String, String> env) {
    config = TrefoilConfig.load(env);
    identity = Identity.of(Cloud.AWS, config.identity(), env);
  }

  /**
   * The cheapest call of the service's client.
   *
   * @param service as the configuration calls it
   * @param stream whether the answer comes piece by piece
   */
  public Caller caller(String service, String model, Prompt prompt, boolean stream)
      throws IOException, ProviderException {
    return switch (config.services().get(service)) {
      case ServiceConfig.Bedrock bedrock ->
          new BareBedrock(
              bedrock.endpoint().orElseThrow(),
              StaticCredentialsProvider.create(identity.aws(bedrock.region()).resolveCredentials()),
              model,
              prompt,
              stream);
      case ServiceConfig.AzureOpenAi azure ->
          new BareAzure(
              azure.endpoint().orElseThrow(),
              identity.azure().header(new Cancellation()),
              model,
              prompt,
              stream);
      case ServiceConfig.Vertex vertex ->
          new BareVertex(
              vertex.endpoint().orElseThrow(),
              once(identity.google(), vertex.endpoint().orElseThrow()),
              "projects/%s/locations/%s/publishers/google/models/%s"
                  .formatted(vertex.project(), vertex.location(), model),
              prompt,
              stream);
      case ServiceConfig.BedrockMantle mantle -> throw new IllegalArgumentException(service);
      case ServiceConfig.Foundry foundry -> throw new IllegalArgumentException(service);
      case ServiceConfig.OpenAi openAi -> throw new IllegalArgumentException(service);
      case ServiceConfig.Anthropic anthropic -> throw new IllegalArgumentException(service);
    };
  }

  private static Credentials once(Credentials credentials, URI endpoint) throws IOException {
    List<String> header = credentials.getRequestMetadata(endpoint).get("Authorization");
    return OAuth2Credentials.create(
        new AccessToken(
            header.getFirst().replaceFirst("^Bearer ", ""),
            Date.from(Instant.now().plusSeconds(3600))));
  }
}
