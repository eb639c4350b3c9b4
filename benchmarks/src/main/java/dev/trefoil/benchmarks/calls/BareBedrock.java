// Bedrock by the AWS SDK alone.
package dev.trefoil.benchmarks.calls;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/** Converse or ConverseStream of the asynchronous client on CRT, set up as cheap as can be. */
final class BareBedrock implements Caller {
  private final BedrockRuntimeAsyncClient client;
  private final String model;
  private final Prompt prompt;
  private final boolean stream;

  BareBedrock(
      URI endpoint,
      AwsCredentialsProvider credentials,
      String model,
      Prompt prompt,
      boolean stream) {
    this.client =
        BedrockRuntimeAsyncClient.builder()
            .httpClient(AwsCrtAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build())
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint)
            .credentialsProvider(credentials)
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .asyncConfiguration(
                c ->
                    c.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
            .build();
    this.model = model;
    this.prompt = prompt;
    this.stream = stream;
  }

  @Override
  public int call() {
    return stream ? streamed() : whole();
  }

  private int whole() {
    return client
        .converse(
            r -> r.modelId(model).system(system()).messages(messages()).inferenceConfig(bound()))
        .join()
        .output()
        .message()
        .content()
        .getFirst()
        .text()
        .length();
  }

  private int streamed() {
    int[] length = {0};
    client
        .converseStream(
            r -> r.modelId(model).system(system()).messages(messages()).inferenceConfig(bound()),
            ConverseStreamResponseHandler.builder()
                .subscriber(
                    ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(e -> length[0] += e.delta().text().length())
                        .build())
                .build())
        .join();
    return length[0];
  }

  private InferenceConfiguration bound() {
    return InferenceConfiguration.builder().maxTokens(prompt.maxTokens()).build();
  }

  private List<SystemContentBlock> system() {
    return prompt.system().map(SystemContentBlock::fromText).stream().toList();
  }

  private List<Message> messages() {
    List<Message> messages = new ArrayList<>(prompt.turns().size());
    for (int i = 0; i < prompt.turns().size(); i++) {
      messages.add(
          Message.builder()
              .role(Prompt.isModels(i) ? ConversationRole.ASSISTANT : ConversationRole.USER)
              .content(ContentBlock.fromText(prompt.turns().get(i)))
              .build());
    }
    return messages;
  }
}
