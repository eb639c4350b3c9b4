package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.CustomTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The emulator's Responses, read by OpenAI's own client for Java: it validates each event and each
 * answer, and puts the one together from the other.
 */
class EmulatedResponsesTest {
  private static OpenAiEmulator emulator;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    emulator = OpenAiEmulator.start("openai", "k");
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(emulator.endpoint().toString())
            .apiKey("k")
            .responseValidation(true)
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    emulator.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("text", asking("one two three"), ResponseStatus.COMPLETED),
        Arguments.of(
            "a limit", asking("w ".repeat(20)).maxOutputTokens(16L), ResponseStatus.INCOMPLETE),
        Arguments.of(
            "reasoning",
            asking("one two")
                .reasoning(
                    Reasoning.builder()
                        .effort(ReasoningEffort.LOW)
                        .summary(Reasoning.Summary.AUTO)
                        .build())
                .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT),
            ResponseStatus.COMPLETED),
        Arguments.of(
            "a call of a tool that takes a text",
            asking("use run").addTool(CustomTool.builder().name("run").build()),
            ResponseStatus.COMPLETED));
  }

  private static ResponseCreateParams.Builder asking(String text) {
    return ResponseCreateParams.builder().model("gpt-6-sol").input(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void aStreamIsTheWholeAnswer(
      String name, ResponseCreateParams.Builder request, ResponseStatus status) {
    Response whole = client.responses().create(request.build());
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(request.build())) {
      events.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    Response streamed = accumulator.response();

    assertThat(whole.validate().status()).contains(status);
    assertThat(streamed.validate().status()).contains(status);
    assertThat(texts(streamed)).isEqualTo(texts(whole)).isNotEmpty();
    assertThat(streamed.usage()).isEqualTo(whole.usage());
  }

  private static List<String> texts(Response response) {
    return response.output().stream().map(EmulatedResponsesTest::text).toList();
  }

  private static String text(ResponseOutputItem item) {
    if (item.isMessage()) {
      return item.asMessage().content().getFirst().asOutputText().text();
    }
    if (item.isCustomToolCall()) {
      return item.asCustomToolCall().name() + " " + item.asCustomToolCall().input();
    }
    return "thought " + item.asReasoning().summary().getFirst().text();
  }
}
