package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler.Visitor;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** How the emulator's failures look through the AWS SDK on CRT. */
class BedrockSdkTest {

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

  private final StringBuffer text = new StringBuffer();
  private final StringBuffer reason = new StringBuffer();

  @AfterEach
  void clear() {
    EMULATOR.controls().clearFault();
    EMULATOR.controls().clearReplies();
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    EMULATOR.close();
  }

  private static Message user() {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText("one two three four"))
        .build();
  }

  private static void plain() {
    CLIENT.converse(r -> r.modelId("amazon.nova-lite-v1:0").messages(user())).join();
  }

  private void stream() {
    Visitor visitor =
        Visitor.builder()
            .onContentBlockDelta(event -> text.append(event.delta().text()))
            .onMessageStop(event -> reason.append(event.stopReasonAsString()))
            .build();
    CLIENT
        .converseStream(
            r -> r.modelId("amazon.nova-lite-v1:0").messages(user()),
            ConverseStreamResponseHandler.builder().subscriber(visitor).build())
        .join();
  }

  private static void strike(Failure failure) {
    EMULATOR.controls().fault(Fault.always(failure));
  }

  private void replyEvents(String events) {
    EMULATOR
        .controls()
        .replies(List.of(Reply.parse(Json.of("{'events':" + events + "}"), ServiceKind.BEDROCK)));
  }

  private static final String CLAUDE = "us.anthropic.claude-opus-5-5";

  /** A request of Claude's own protocol; what else there is to it comes after the version. */
  private static SdkBytes ofClaude(String more) {
    return SdkBytes.fromUtf8String(
        "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":100%s,".formatted(more)
            + "\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}");
  }

  @Test
  void claudeIsInvokedInItsOwnProtocol() {
    String whole =
        CLIENT.invokeModel(r -> r.modelId(CLAUDE).body(ofClaude(""))).join().body().asUtf8String();
    List<String> chunks = new ArrayList<>();
    CLIENT
        .invokeModelWithResponseStream(
            r -> r.modelId(CLAUDE).body(ofClaude("")),
            InvokeModelWithResponseStreamResponseHandler.builder()
                .subscriber(
                    InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(chunk -> chunks.add(chunk.bytes().asUtf8String()))
                        .build())
                .build())
        .join();

    assertThat(whole).contains("\"text\":\"one two three\"", "\"stop_reason\":\"end_turn\"");
    assertThat(chunks.getFirst()).contains("\"type\":\"message_start\"");
    assertThat(String.join("", chunks)).contains("\"text\":\"one", "\"type\":\"text_delta\"");
    assertThat(chunks.getLast()).contains("\"type\":\"message_stop\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"model\":\"claude-opus-5-5\"",
        ",\"stream\":true",
        ",\"anthropic_beta\":\"context-1m\"",
        ",\"temperature\":7",
        ",\"unknown\":1"
      })
  void whatStandsElsewhereOrNowhereIsRefused(String more) {
    assertThatThrownBy(() -> CLIENT.invokeModel(r -> r.modelId(CLAUDE).body(ofClaude(more))).join())
        .hasCauseInstanceOf(ValidationException.class);
  }

  @Test
  void errorsAreTyped() {
    strike(new Failure.Outage());
    assertThatThrownBy(BedrockSdkTest::plain).hasCauseInstanceOf(ServiceUnavailableException.class);
    strike(new Failure.Throttle(OptionalInt.empty()));
    assertThatThrownBy(this::stream).hasCauseInstanceOf(ThrottlingException.class);
    strike(new Failure.ContextLength());
    assertThatThrownBy(this::stream)
        .hasCauseInstanceOf(ValidationException.class)
        .hasMessageContaining("Input is too long");
    strike(
        new Failure.NativeError(
            403, Optional.of(Json.of("{'__type':'AccessDeniedException','message':'no'}"))));
    assertThatThrownBy(BedrockSdkTest::plain).hasCauseInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aCutStreamIsAnErrorAfterItsTokens() {
    strike(new Failure.Cut(2));
    assertThatThrownBy(this::stream).hasCauseInstanceOf(SdkException.class);
    assertThat(text).hasToString("one two");
    assertThat(reason).isEmpty();
  }

  @Test
  void aMalformedStreamIsAnError() {
    strike(new Failure.Malformed());
    assertThatThrownBy(this::stream).hasCauseInstanceOf(SdkException.class);
    assertThat(reason).isEmpty();
  }

  @Test
  void anExceptionInTheStreamIsTyped() {
    replyEvents(
        "[{'messageStart':{'role':'assistant'}},"
            + "{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'text':'one'}}},"
            + "{'serviceUnavailableException':{'message':'busy'}}]");
    assertThatThrownBy(this::stream)
        .hasCauseInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("busy");
  }

  @Test
  void aStreamThatJustEndsCompletesWithoutAReason() {
    replyEvents("[{'contentBlockDelta':{'contentBlockIndex':0,'delta':{'text':'one'}}}]");
    stream();
    assertThat(text).hasToString("one");
    assertThat(reason).isEmpty();
  }

  @Test
  void toolCallsGoBothWays() {
    String answer =
        "{'json':{'output':{'message':{'role':'assistant','content':[{'text':'see'},"
            + "{'toolUse':{'toolUseId':'t','name':'n','input':{'a':1}}}]}},'stopReason':'tool_use',"
            + "'usage':{'inputTokens':1,'outputTokens':1,'totalTokens':2},'metrics':{'latencyMs':1}}}";
    Reply reply = Reply.parse(Json.of(answer), ServiceKind.BEDROCK);
    EMULATOR.controls().replies(List.of(reply, reply));
    var whole = CLIENT.converse(r -> r.modelId("m").messages(user())).join();
    assertThat(whole.output().message().content().get(1).toolUse().name()).isEqualTo("n");
    var input = new StringBuffer();
    Visitor visitor =
        Visitor.builder()
            .onContentBlockStart(event -> input.append(event.start().toolUse().name()))
            .onContentBlockDelta(
                event -> {
                  if (event.delta().toolUse() != null) {
                    input.append(event.delta().toolUse().input());
                  }
                })
            .build();
    CLIENT
        .converseStream(
            r -> r.modelId("m").messages(user()),
            ConverseStreamResponseHandler.builder().subscriber(visitor).build())
        .join();
    assertThat(input).hasToString("n{\"a\":1}");
  }
}
