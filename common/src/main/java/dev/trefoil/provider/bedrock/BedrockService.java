package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.schema.SchemaChatModel;
import dev.trefoil.schema.SchemaFamily;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.endpoints.BedrockRuntimeEndpointParams;
import software.amazon.awssdk.services.bedrockruntime.endpoints.BedrockRuntimeEndpointProvider;

/** Amazon Bedrock: the client that its chat and embedding models share. */
public final class BedrockService implements ModelService {
  /** Connections, and so calls at once; the SDK's own limit of 50 would make the next wait. */
  private static final int MOST_CONNECTIONS = 1000;

  /**
   * Bytes of a response that the client takes ahead of us, in place of its own 16 MiB: a few times
   * what the events of {@link EventInbox}'s window have. A longer event is taken piece by piece.
   */
  private static final long READ_AHEAD = 64 << 10;

  /** In the names of Amazon's own newer models. */
  private static final String NOVA = "nova";

  private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

  private final SdkAsyncHttpClient http;
  private final BedrockRuntimeAsyncClient client;
  private final ChatModel chat;
  private final EmbeddingModel embeddings;

  private BedrockService(
      BedrockSettings settings,
      AwsCredentialsProvider credentials,
      Function<String, Capabilities> models) {
    // HTTP/1.1: left to itself the SDK speaks HTTP/2 to Bedrock, by prior knowledge to http
    // addresses.
    this.http =
        AwsCrtAsyncHttpClient.builder()
            .protocol(Protocol.HTTP1_1)
            .maxConcurrency(MOST_CONNECTIONS)
            .connectionTimeout(settings.connectTimeout())
            .readBufferSizeInBytes(READ_AHEAD)
            // By the JVM's own properties, as everything else here; not by HTTPS_PROXY.
            .proxyConfiguration(proxy -> proxy.useEnvironmentVariableValues(false))
            .build();
    BedrockRuntimeAsyncClientBuilder builder =
        BedrockRuntimeAsyncClient.builder()
            .httpClient(http)
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            // Said outright, since AWS_BEARER_TOKEN_BEDROCK would beat the credentials else.
            .authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider())
            .overrideConfiguration(
                c ->
                    c.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(NO_PROFILES)
                        .addExecutionInterceptor(new BoundedContent()))
            // Nothing that we run on the SDK's threads blocks, so it needs no pool of its own.
            .asyncConfiguration(
                c ->
                    c.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
    settings
        .endpoint()
        .ifPresentOrElse(
            builder::endpointOverride, () -> builder.endpointProvider(BedrockService::ofTheRegion));
    this.client = builder.build();
    LibraryHold.loaded();
    this.chat =
        new SchemaChatModel(
            new BedrockChatModel(client, credentials, settings.guardrail(), models),
            model -> family(model, models.apply(model)),
            model -> models.apply(model).schema());
    this.embeddings = new BedrockEmbeddingModel(client, credentials, models);
  }

  /** Whatever AWS_ENDPOINT_URL and its kind say: the configuration says where prompts go. */
  static CompletableFuture<Endpoint> ofTheRegion(BedrockRuntimeEndpointParams params) {
    return BedrockRuntimeEndpointProvider.defaultProvider()
        .resolveEndpoint(params.toBuilder().endpoint(null).build());
  }

  /**
   * Loads the client's native library ahead of the client; with a service created later, this is
   * all done.
   */
  public static void loadLibrary() {
    new CRT();
    LibraryHold.loaded();
  }

  /**
   * Lets calls that are under way when the process is told to end go on: without it they hang.
   *
   * @return to be run once, when there are none any more
   */
  public static Runnable keepWhileDraining() {
    LibraryHold.hold();
    return LibraryHold::release;
  }

  /**
   * Builds the client; opens no connection and resolves no credentials.
   *
   * @param models what is known of a model, by its id
   */
  public static ModelService create(
      BedrockSettings settings,
      AwsCredentialsProvider credentials,
      Function<String, Capabilities> models) {
    return new BedrockService(settings, credentials, models);
  }

  private static SchemaFamily family(String model, Capabilities can) {
    if (Claude.of(can.family(), model).isPresent()) {
      return SchemaFamily.CLAUDE;
    }
    boolean nova = can.family().contains(NOVA) || model.contains(NOVA);
    return nova ? SchemaFamily.NOVA : SchemaFamily.CONVERSE;
  }

  @Override
  public ChatModel chat() {
    return chat;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return Optional.of(embeddings);
  }

  @Override
  public void close() {
    client.close();
    http.close();
  }
}
