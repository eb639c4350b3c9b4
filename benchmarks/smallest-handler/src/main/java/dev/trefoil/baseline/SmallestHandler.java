package dev.trefoil.baseline;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler.Visitor;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/**
 * The smallest handler that makes the call that Trefoil's makes: ConverseStream, on the same
 * client. It reads nothing of the event and writes no JSON but what it must.
 */
public final class SmallestHandler implements RequestStreamHandler {
  private static final BedrockRuntimeAsyncClient BEDROCK =
      BedrockRuntimeAsyncClient.builder().httpClient(AwsCrtAsyncHttpClient.create()).build();

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    StringBuilder text = new StringBuilder();
    Visitor visitor =
        Visitor.builder().onContentBlockDelta(block -> text.append(block.delta().text())).build();
    BEDROCK
        .converseStream(
            ConverseStreamRequest.builder()
                .modelId("us.anthropic.claude-sonnet-4-6")
                .messages(
                    Message.builder()
                        .role(ConversationRole.USER)
                        .content(ContentBlock.fromText("Say hello"))
                        .build())
                .build(),
            ConverseStreamResponseHandler.builder().subscriber(visitor).build())
        .join();
    response.write(
        "{\"statusCode\":200,\"body\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8));
  }
}
