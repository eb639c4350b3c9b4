package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/** Amazon Bedrock: the client that its chat and embedding models share. */
public final class BedrockService implements ModelService {
  /** Connections, and so calls at once; the SDK's own limit of 50 would make the next wait. */
  private static final int MOST_CONNECTIONS = 1000;

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
            .build();
    BedrockRuntimeAsyncClientBuilder builder =
        BedrockRuntimeAsyncClient.builder()
            .httpClient(http)
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            // Nothing that we run on the SDK's threads blocks, so it needs no pool of its own.
            .asyncConfiguration(
                c ->
                    c.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
    settings.endpoint().ifPresent(builder::endpointOverride);
    this.client = builder.build();
    this.chat = new BedrockChatModel(client, credentials, models);
    this.embeddings = new BedrockEmbeddingModel(client, credentials, models);
  }

  /**
   * Loads the client's native library ahead of the client; with a service created later, this is
   * all done.
   */
  public static void loadLibrary() {
    new CRT();
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
