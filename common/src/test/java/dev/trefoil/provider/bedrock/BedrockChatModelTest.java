package dev.trefoil.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RawService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

class BedrockChatModelTest extends ChatModelContract {
  private static final String START = "{\"messageStart\":{\"role\":\"assistant\"}}";
  private static final String METADATA =
      """
      {"metadata":{"usage":{"inputTokens":1,"cacheReadInputTokens":10,"cacheWriteInputTokens":100,
        "outputTokens":5,"totalTokens":116},"metrics":{"latencyMs":1}}}""";

  @Override
  protected ModelEmulator start(int port) {
    return BedrockEmulator.start("bedrock", AwsKeyring.of("AKIDEXAMPLE", "right"), port);
  }

  @Override
  protected ChatModel connect(URI endpoint, boolean validCredentials) {
    return BedrockChatModel.create(
        new BedrockSettings("us-east-1", Optional.of(endpoint)),
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create("AKIDEXAMPLE", validCredentials ? "right" : "wrong")));
  }

  @Override
  protected String modelId() {
    return "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  }

  @Override
  protected boolean givesRetryHints() {
    return false;
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @Override
  protected Endless endless() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(
        """
        HTTP/1.1 200 OK\r
        Content-Type: application/vnd.amazon.eventstream\r
        Transfer-Encoding: chunked\r
        \r
        """
            .getBytes(UTF_8));
    ByteBuffer frame =
        new Message(
                Map.of(
                    ":message-type", HeaderValue.fromString("event"),
                    ":event-type", HeaderValue.fromString("contentBlockDelta"),
                    ":content-type", HeaderValue.fromString("application/json")),
                "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}".getBytes(UTF_8))
            .toByteBuffer();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    answer.write(RawService.chunk(bytes));
    return new RawService(answer.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException,THROTTLED",
    "serviceUnavailableException,OVERLOADED",
    "modelStreamErrorException,OVERLOADED",
    "internalServerException,OVERLOADED",
    "validationException,INVALID"
  })
  void anExceptionWithinAStreamIsClassifiedAfterTheTextBeforeIt(String event, Kind kind) {
    reply(START, delta("Hel"), delta("lo"), "{\"" + event + "\":{\"message\":\"it broke\"}}");
    List<ChatEvent> events = new ArrayList<>();
    ProviderException failure = failure(user("hi"), true, events);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage("it broke");
    assertThat(text(events)).isEqualTo("Hello");
  }

  @Test
  void aStreamThatEndsCleanlyWithoutMessageStopIsTruncated() {
    reply(START, delta("Hello"), "{\"contentBlockStop\":{\"contentBlockIndex\":0}}");
    List<ChatEvent> events = new ArrayList<>();

    assertThat(failure(user("hi"), true, events).kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(text(events)).isEqualTo("Hello");
  }

  @Test
  void metadataAloneIsNoEndMark() {
    reply(START, delta("Hello"), METADATA);

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void messageStopIsTheEndMarkEvenWithoutMetadata() throws ProviderException {
    reply(START, delta("Hello"), stop("end_turn"));

    assertThat(chat(user("hi"), true))
        .containsExactly(new TextDelta("Hello"), new Finished(FinishReason.STOP, Usage.NONE));
  }

  @Test
  void anExceptionAfterMessageStopLosesNothing() throws ProviderException {
    reply(
        START,
        delta("Hello"),
        stop("max_tokens"),
        "{\"internalServerException\":{\"message\":\"late\"}}");

    assertThat(chat(user("hi"), true))
        .containsExactly(new TextDelta("Hello"), new Finished(FinishReason.LENGTH, Usage.NONE));
  }

  @Test
  void cachedTokensCountAsPrompt() throws ProviderException {
    reply(START, delta("Hello"), stop("end_turn"), METADATA);

    assertThat(finished(chat(user("hi"), true)).usage()).isEqualTo(new Usage(111, 5));
  }

  @Test
  void outputThatTheServiceCallsMalformedIsAnError() {
    reply(START, delta("Hello"), stop("malformed_model_output"), METADATA);

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.OVERLOADED);
  }

  private static String delta(String text) {
    return "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\""
        + text
        + "\"}}}";
  }

  private static String stop(String reason) {
    return "{\"messageStop\":{\"stopReason\":\"" + reason + "\"}}";
  }
}
