package dev.trefoil.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RawService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

class BedrockChatModelTest extends ChatModelContract {
  private static final String START = "{\"messageStart\":{\"role\":\"assistant\"}}";
  private static final String HEL = "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}";
  private static final String METADATA =
      """
      {"metadata":{"usage":{"inputTokens":1,"cacheReadInputTokens":10,"cacheWriteInputTokens":100,
        "cacheDetails":[{"ttl":"1h","inputTokens":60},{"ttl":"5m","inputTokens":40}],"outputTokens":5,"totalTokens":116},"metrics":{"latencyMs":1}}}""";

  /** Its SDK has no place for it. */
  @Override
  protected boolean takesTrace() {
    return false;
  }

  @Override
  protected ModelEmulator start(int port) {
    return BedrockEmulator.start("bedrock", EmulatedBedrock.KEYRING, port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return EmulatedBedrock.connect(endpoint, validCredentials);
  }

  @Override
  protected String modelId() {
    return "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  }

  @Override
  protected String thinkingModelId() {
    return "us.anthropic.claude-sonnet-4-6";
  }

  @Override
  protected boolean showsThoughts() {
    return true;
  }

  @Override
  protected Set<String> refuses() {
    return Set.of("n");
  }

  @Override
  protected Set<String> drops() {
    return Set.of(
        "seed",
        "user",
        "presence_penalty",
        "frequency_penalty",
        "logit_bias",
        "logprobs",
        "a_field_that_nobody_knows");
  }

  @Override
  protected Optional<String> ownSignatures() {
    return Optional.of(Signature.ANTHROPIC);
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @Override
  protected Endless endless() throws IOException {
    return new RawService(answer(frame("contentBlockDelta", HEL)));
  }

  @Override
  protected List<Endless> lingering() throws IOException {
    byte[] hello = frame("contentBlockDelta", HEL.replace("Hel", "Hello"));
    byte[] stop = frame("messageStop", "{\"stopReason\":\"end_turn\"}");
    byte[] metadata = frame("metadata", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}");
    byte[] more = RawService.chunk(frame("contentBlockStop", "{\"contentBlockIndex\":0}"));
    return List.of(
        new RawService(answer(hello, stop)),
        new RawService(answer(hello, stop), more),
        new RawService(answer(hello, stop, metadata)),
        new RawService(answer(hello, stop, metadata), more));
  }

  @Test
  @Timeout(60)
  void aReaderThatWaitsIsNotReadFarAheadOf() throws Exception {
    CompletableFuture<Long> sent = new CompletableFuture<>();
    byte[] piece =
        RawService.chunk(frame("contentBlockDelta", HEL.replace("Hel", "x".repeat(1000))));
    try (PatientServer server = new PatientServer(answer(), piece, 24 << 20, sent);
        ModelService connected = connect(server.endpoint(), true)) {
      Cancellation enough = new Cancellation();
      assertThatExceptionOfType(ProviderException.class)
          .isThrownBy(
              () ->
                  connected
                      .chat()
                      .chat(
                          new ChatRequest(List.of(user("hi")), Settings.DEFAULTS, true),
                          modelId(),
                          new CallContext("id", Deadline.after(Duration.ofMinutes(1)), enough),
                          event -> {
                            sent.join();
                            enough.cancel();
                          }));
    }
    assertThat(sent.join()).isLessThan(8 << 20);
  }

  private static byte[] answer(byte[]... frames) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(
        """
        HTTP/1.1 200 OK\r
        Content-Type: application/vnd.amazon.eventstream\r
        Transfer-Encoding: chunked\r
        \r
        """
            .getBytes(UTF_8));
    for (byte[] frame : frames) {
      answer.write(RawService.chunk(frame));
    }
    return answer.toByteArray();
  }

  @Test
  @Timeout(60)
  void aWholeAnswerLongerThanAnyIsTooLarge() throws Exception {
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\n{\r\n")
            .getBytes(UTF_8);
    byte[] more = RawService.chunk(" ".repeat(1 << 16).getBytes(UTF_8));
    try (RawService endless = new RawService(head, more);
        ModelService connected = connect(endless.endpoint(), true)) {
      assertThatExceptionOfType(ProviderException.class)
          .isThrownBy(() -> chat(connected.chat(), user("hi"), false))
          .withMessage("the answer is longer than 16777216 bytes")
          .satisfies(
              failure ->
                  assertThat(failure.kind()).isEqualTo(ProviderException.Kind.RESPONSE_TOO_LARGE));
    }
  }

  private static byte[] frame(String type, String event) {
    ByteBuffer frame =
        new Message(
                Map.of(
                    ":message-type", HeaderValue.fromString("event"),
                    ":event-type", HeaderValue.fromString(type),
                    ":content-type", HeaderValue.fromString("application/json")),
                event.getBytes(UTF_8))
            .toByteBuffer();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
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
        .containsExactly(
            new TextDelta("Hello"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(Usage.NONE));
  }

  @Test
  void anExceptionAfterMessageStopLosesNothing() throws ProviderException {
    reply(
        START,
        delta("Hello"),
        stop("max_tokens"),
        "{\"internalServerException\":{\"message\":\"late\"}}");

    assertThat(chat(user("hi"), true))
        .containsExactly(
            new TextDelta("Hello"),
            new ChoiceFinished(0, FinishReason.LENGTH),
            new Finished(Usage.NONE));
  }

  @Test
  void cachedTokensCountAsPrompt() throws ProviderException {
    reply(START, delta("Hello"), stop("end_turn"), METADATA);

    assertThat(finished(chat(user("hi"), true)).usage())
        .isEqualTo(new Usage(111, 5, 10, 100, 60, 0));
  }

  @Test
  void outputThatTheServiceCallsMalformedIsAnError() {
    reply(START, delta("Hello"), stop("malformed_model_output"), METADATA);

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.OVERLOADED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us.amazon.nova-pro-v1:0",
        "us.meta.llama3-3-70b-instruct-v1:0",
        "mistral.mistral-large-2402-v1:0",
        "us.anthropic.claude-3-7-sonnet-20250219-v1:0",
        "us.anthropic.claude-opus-4-7",
        "us.anthropic.claude-opus-4-5-20251101-v1:0"
      })
  void everyModelsToolsAreCalledAlsoInAStream(String id) throws ProviderException {
    Tool tool =
        new Tool(
            "get_time",
            "",
            "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
            true);
    List<ChatEvent> events =
        chat(model(), with(List.of(tool), new ToolChoice.Auto(), true, user("use get_time")), id);

    assertThat(reason(events)).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(calls(events)).hasSize(1);
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
