#!/usr/bin/env bash
# Software: AWS SDK for Java, software.amazon.awssdk:bedrockruntime 2.54.14 (sdk-core 2.54.14), HTTP by aws-crt-client
#           2.54.13.
# Guess:    the sync and the async client of one SDK treat the Retry-After of a 429 alike.
# Seen:     the sync client gives its retry strategy the 7 seconds as the suggested delay, the async one gives it 0, for
#           the same operation, the same answer and the same HTTP library.
# Matters:  ConverseStream exists on the async client only. Whoever streams retries early into a service, or a proxy
#           before it, that asked for time, and sees no fault in a test with the sync client. A gateway has to read the
#           header off the exception itself.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars software.amazon.awssdk:bedrockruntime:2.54.14 software.amazon.awssdk:aws-crt-client:2.54.13

cat >"$work/Main.java" <<'JAVA'
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.*;
import software.amazon.awssdk.services.bedrockruntime.*;
import software.amazon.awssdk.services.bedrockruntime.model.*;

class Main {
  public static void main(String[] args) throws Exception {
    URI uri = JsonServer.answering(429,
        Map.of("Retry-After", "7", "x-amzn-ErrorType", "ThrottlingException"), "{\"message\":\"slower\"}");
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key"));
    var message = Message.builder().role("user").content(ContentBlock.fromText("hello")).build();

    Hints sync = new Hints();
    try (var client = BedrockRuntimeClient.builder().endpointOverride(uri).region(Region.US_EAST_1)
        .credentialsProvider(credentials).httpClient(AwsCrtHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(sync)).build()) {
      client.converse(ConverseRequest.builder().modelId("model").messages(message).build());
    } catch (ThrottlingException e) {
      System.out.println("sync Converse: " + sync.first());
    }

    Hints async = new Hints();
    Hints stream = new Hints();
    try (var client = BedrockRuntimeAsyncClient.builder().endpointOverride(uri).region(Region.US_EAST_1)
        .credentialsProvider(credentials).httpClient(AwsCrtAsyncHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(async)).build()) {
      client.converse(ConverseRequest.builder().modelId("model").messages(message).build()).join();
    } catch (CompletionException e) {
      var response = ((ThrottlingException) e.getCause()).awsErrorDetails().sdkHttpResponse();
      System.out.println("async Converse: " + async.first());
      System.out.println("header on the exception: " + response.firstMatchingHeader("Retry-After").orElse("none"));
    }
    try (var client = BedrockRuntimeAsyncClient.builder().endpointOverride(uri).region(Region.US_EAST_1)
        .credentialsProvider(credentials).httpClient(AwsCrtAsyncHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(stream)).build()) {
      client.converseStream(ConverseStreamRequest.builder().modelId("model").messages(message).build(),
          ConverseStreamResponseHandler.builder().subscriber(event -> {}).build()).join();
    } catch (CompletionException e) {
      System.out.println("async ConverseStream: " + stream.first());
    }
    System.exit(0);
  }

  /** The standard strategy with two attempts, which notes what delay the client suggests and does not wait. */
  static final class Hints implements RetryStrategy {
    private final RetryStrategy standard = AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(2)
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately()).build();
    private final List<Duration> seen = new CopyOnWriteArrayList<>();

    String first() {
      return seen.getFirst().toString();
    }

    @Override public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
      seen.add(request.suggestedDelay().orElse(Duration.ZERO));
      return standard.refreshRetryToken(
          RefreshRetryTokenRequest.builder().token(request.token()).failure(request.failure()).build());
    }

    @Override public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
      return standard.acquireInitialToken(request);
    }

    @Override public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
      return standard.recordSuccess(request);
    }

    @Override public int maxAttempts() {
      return standard.maxAttempts();
    }

    @Override public RetryStrategy.Builder<?, ?> toBuilder() {
      return standard.toBuilder();
    }
  }
}
JAVA
run_java
check "sync Converse" PT7S
check "async Converse" PT0S
check "async ConverseStream" PT0S
check "header on the exception" 7
exit "$changed"
