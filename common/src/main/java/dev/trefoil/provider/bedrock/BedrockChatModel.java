package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/**
 * Bedrock's models by Converse and ConverseStream; a model is a model id, an inference profile's id
 * or an ARN. Throttles carry no hint: Bedrock sends none.
 */
public final class BedrockChatModel implements ChatModel {
  /** Connections, and so calls at once; the SDK's own limit of 50 would make the next wait. */
  private static final int MOST_CONNECTIONS = 1000;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final SdkAsyncHttpClient http;
  private final BedrockRuntimeAsyncClient client;

  private BedrockChatModel(BedrockSettings settings, AwsCredentialsProvider credentials) {
    // HTTP/1.1: left to itself the SDK speaks HTTP/2 to Bedrock, by prior knowledge to http
    // addresses.
    this.http =
        AwsCrtAsyncHttpClient.builder()
            .protocol(Protocol.HTTP1_1)
            .maxConcurrency(MOST_CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
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
  }

  /** Builds the client; opens no connection and resolves no credentials. */
  public static ChatModel create(BedrockSettings settings, AwsCredentialsProvider credentials) {
    return new BedrockChatModel(settings, credentials);
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    if (context.cancellation().isCancelled()) {
      throw Failures.cancelled();
    }
    ConverseAnswer answer = new ConverseAnswer(listener);
    if (request.stream()) {
      stream(request, model, context.cancellation(), answer);
    } else {
      whole(request, model, context.cancellation(), answer);
    }
  }

  private void whole(
      ChatRequest request, String model, Cancellation cancellation, ConverseAnswer answer)
      throws ProviderException {
    CompletableFuture<ConverseResponse> call =
        client.converse(ConverseMapper.converse(request, model));
    cancellation.onCancel(() -> call.cancel(true));
    try {
      answer.take(call.get());
    } catch (InterruptedException e) {
      call.cancel(true);
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      throw cancellation.isCancelled()
          ? Failures.cancelled()
          : BedrockErrors.of(e.getCause(), false);
    }
    answer.finish();
  }

  private void stream(
      ChatRequest request, String model, Cancellation cancellation, ConverseAnswer answer)
      throws ProviderException {
    EventInbox inbox = new EventInbox();
    CompletableFuture<Void> call =
        client.converseStream(ConverseMapper.converseStream(request, model), inbox);
    call.whenComplete((nothing, thrown) -> inbox.end(thrown));
    cancellation.onCancel(() -> end(call, inbox));
    try {
      read(inbox, cancellation, answer);
    } finally {
      end(call, inbox); // Does nothing to a stream that has ended.
    }
  }

  private static void read(EventInbox inbox, Cancellation cancellation, ConverseAnswer answer)
      throws ProviderException {
    try {
      for (ConverseStreamOutput event = inbox.next(); event != null; event = inbox.next()) {
        if (cancellation.isCancelled()) {
          throw Failures.cancelled();
        }
        if (answer.take(event)) {
          answer.finish();
          inbox.drain();
          return;
        }
      }
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    }
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    Throwable failure = inbox.failure();
    if (failure != null && !answer.isComplete()) {
      throw BedrockErrors.of(failure, answer.hasText());
    }
    answer.finish();
  }

  /**
   * Closes the connection, unless the stream has ended. By the call's future alone: a subscription
   * that is cancelled at the same time sometimes keeps the SDK from closing it.
   */
  private static void end(CompletableFuture<Void> call, EventInbox inbox) {
    call.cancel(true);
    inbox.end(null);
  }

  @Override
  public void close() {
    client.close();
    http.close();
  }
}
