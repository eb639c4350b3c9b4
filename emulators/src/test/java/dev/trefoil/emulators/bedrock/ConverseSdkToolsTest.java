package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler.Visitor;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;

/** A conversation with tools, reasoning and an image, and embeddings, through the AWS SDK. */
class ConverseSdkToolsTest {

  private static final String MODEL = "us.anthropic.claude-sonnet-4-6";
  private static final BedrockEmulator EMULATOR =
      BedrockEmulator.start("bedrock", AwsKeyring.of("AKIATEST", "secret"));
  private static final BedrockRuntimeAsyncClient CLIENT =
      BedrockRuntimeAsyncClient.builder()
          .region(Region.US_EAST_1)
          .endpointOverride(EMULATOR.endpoint())
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
          .httpClient(AwsCrtAsyncHttpClient.create())
          .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
          .build();

  @AfterAll
  static void close() {
    CLIENT.close();
    EMULATOR.close();
  }

  private static ToolConfiguration tools() {
    Document schema =
        Document.mapBuilder()
            .putString("type", "object")
            .putDocument(
                "properties",
                Document.fromMap(
                    Map.of("city", Document.mapBuilder().putString("type", "string").build())))
            .build();
    return ToolConfiguration.builder()
        .tools(Tool.fromToolSpec(s -> s.name("get_weather").inputSchema(i -> i.json(schema))))
        .build();
  }

  private static Message message(ConversationRole role, List<ContentBlock> blocks) {
    return Message.builder().role(role).content(blocks).build();
  }

  @Test
  void callsResultsAndReasoningGoBothWays() {
    Message question =
        message(ConversationRole.USER, List.of(ContentBlock.fromText("get_weather please")));
    var first =
        CLIENT
            .converse(
                r ->
                    r.modelId(MODEL)
                        .messages(question)
                        .outputConfig(c -> c.effort("low"))
                        .toolConfig(tools()))
            .join();
    assertThat(first.stopReason()).isEqualTo(StopReason.TOOL_USE);
    List<ContentBlock> blocks = first.output().message().content();
    assertThat(blocks.get(0).reasoningContent().reasoningText().text())
        .isEqualTo("I was asked: get_weather please");
    assertThat(blocks.get(1).toolUse().input().asMap().get("city").asString()).isEqualTo("city");
    var result =
        ToolResultBlock.builder()
            .toolUseId(blocks.get(1).toolUse().toolUseId())
            .content(ToolResultContentBlock.fromText("sunny"))
            .build();
    var second =
        CLIENT
            .converse(
                r ->
                    r.modelId(MODEL)
                        .messages(
                            question,
                            first.output().message(),
                            message(
                                ConversationRole.USER,
                                List.of(ContentBlock.fromToolResult(result))))
                        .toolConfig(tools()))
            .join();
    assertThat(second.output().message().content().getFirst().text()).isEqualTo("sunny");
  }

  @Test
  void aStreamedCallIsPutTogetherFromItsDeltas() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Visitor visitor =
        Visitor.builder()
            .onContentBlockStart(
                e -> seen.add(e.contentBlockIndex() + " " + e.start().toolUse().name()))
            .onContentBlockDelta(e -> seen.add(e.contentBlockIndex() + " " + piece(e.delta())))
            .onMessageStop(e -> seen.add(e.stopReasonAsString()))
            .build();
    CLIENT
        .converseStream(
            r ->
                r.modelId(MODEL)
                    .messages(
                        message(
                            ConversationRole.USER, List.of(ContentBlock.fromText("get_weather"))))
                    .toolConfig(tools()),
            ConverseStreamResponseHandler.builder().subscriber(visitor).build())
        .join();
    assertThat(seen).containsExactly("0 get_weather", "0 {\"city\":", "0 \"city\"}", "tool_use");
  }

  private static String piece(ContentBlockDelta delta) {
    return delta.toolUse() == null ? delta.text() : delta.toolUse().input();
  }

  @Test
  void anImageIsTakenAndNoted() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    var image =
        ContentBlock.fromImage(
            i -> i.format("png").source(s -> s.bytes(SdkBytes.fromByteArray(png))));
    var answer =
        CLIENT
            .converse(
                r -> r.modelId(MODEL).messages(message(ConversationRole.USER, List.of(image))))
            .join();
    assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(EMULATOR.controls().journal().getLast().body().toString())
        .contains("\"bytes\":\"iVBORw0KGgo=\"");
  }

  @Test
  void invokeModelTellsTheTokenCount() {
    var answer =
        CLIENT
            .invokeModel(
                r ->
                    r.modelId("cohere.embed-multilingual-v3")
                        .contentType("application/json")
                        .body(
                            SdkBytes.fromUtf8String(
                                "{\"texts\":[\"a b\"],\"input_type\":\"search_query\"}")))
            .join();
    assertThat(Json.node(answer.body().asUtf8String()).at("/embeddings/0")).hasSize(1_024);
    assertThat(answer.sdkHttpResponse().firstMatchingHeader("x-amzn-bedrock-input-token-count"))
        .contains("2");
  }
}
