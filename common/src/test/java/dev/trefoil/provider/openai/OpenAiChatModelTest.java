package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.identity.Authorization;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RawService;
import dev.trefoil.provider.RuledService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure OpenAI, and what is the same everywhere. */
class OpenAiChatModelTest extends ChatModelContract {
  @Override
  protected ModelEmulator start(int port) {
    return AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("right", "test"), port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return service(endpoint, cancellation -> validCredentials ? "Bearer right" : "Bearer wrong");
  }

  @Override
  protected String modelId() {
    return "gpt-4o";
  }

  @Override
  protected String thinkingModelId() {
    return "gpt-5.4";
  }

  @Override
  protected boolean showsThoughts() {
    return false;
  }

  @Override
  protected Set<String> refuses() {
    return Set.of();
  }

  @Override
  protected Set<String> drops() {
    return Set.of("metadata", "a_field_that_nobody_knows");
  }

  @Override
  protected Optional<String> ownSignatures() {
    return Optional.empty();
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return true;
  }

  @Override
  protected List<Endless> lingering() throws IOException {
    return lingeringServices();
  }

  /** Of OpenAI's protocol, whoever speaks it. */
  static List<Endless> lingeringServices() throws IOException {
    return lingering(
        List.of(
            "{\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}",
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"),
        "data: [DONE]\n\n",
        ": still here\n\n");
  }

  @Override
  protected Endless endless() throws IOException {
    return new RawService(
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream\r
        \r
        data: {"choices":[{"delta":{"content":"Hel"}}]}

        """
            .getBytes(UTF_8));
  }

  @Test
  void theFirstChunkMayHaveNoChoicesAndTheUsageComesLast() throws ProviderException {
    reply(
        "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
        "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}",
        delta("Hello"),
        finish("stop"),
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}",
        "[DONE]");

    assertThat(chat(user("hi"), true))
        .containsExactly(
            new TextDelta("Hello"),
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(new Usage(7, 2)));
  }

  @Test
  void aFinishReasonWithoutDoneIsACompleteAnswer() throws ProviderException {
    reply(delta("Hello"), finish("length"));

    assertThat(chat(user("hi"), true))
        .containsExactly(
            new TextDelta("Hello"),
            new ChoiceFinished(0, FinishReason.LENGTH),
            new Finished(Usage.NONE));
  }

  @Test
  void whatIsBrokenAfterTheFinishReasonLosesNoText() throws ProviderException {
    reply(delta("Hello"), finish("stop"), "broken", "[DONE]");

    assertThat(text(chat(user("hi"), true))).isEqualTo("Hello");
  }

  @Test
  void doneWithoutAFinishReasonIsNoCompleteAnswer() {
    reply(delta("Hello"), "[DONE]");

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void aStreamThatEndsCleanlyWithoutAFinishReasonIsTruncated() {
    reply(delta("Hello"));

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @ParameterizedTest
  @CsvSource({
    "server_error,OVERLOADED",
    "rate_limit_exceeded,THROTTLED",
    "content_filter,CONTENT_FILTERED",
  })
  void anErrorWithinAStreamIsClassified(String code, Kind kind) {
    reply(delta("Hel"), "{\"error\":{\"message\":\"it broke\",\"code\":\"" + code + "\"}}");
    List<ChatEvent> events = new ArrayList<>();
    ProviderException failure = failure(user("hi"), true, events);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage("it broke");
    assertThat(text(events)).isEqualTo("Hel");
  }

  @Test
  void anUnknownFinishReasonIsAnError() {
    reply(delta("Hel"), finish("bored"), "[DONE]");

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.OVERLOADED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoHasNoTokenAsksNobody(boolean stream) {
    ProviderException none = new ProviderException(Kind.AUTH, "no token");
    try (ModelService orphan =
        service(
            URI.create("http://127.0.0.1:1"),
            cancellation -> {
              throw none;
            })) {
      assertThatThrownBy(() -> chat(orphan.chat(), user("hi"), stream)).isSameAs(none);
    }
  }

  @Test
  void aTokenThatIsNoHeaderIsNotQuoted() {
    try (ModelService orphan =
        service(URI.create("http://127.0.0.1:1"), cancellation -> "Bearer secret\n")) {
      assertThatThrownBy(() -> chat(orphan.chat(), user("hi"), false))
          .hasMessageNotContaining("secret")
          .hasNoCause();
    }
  }

  private static ModelService service(URI endpoint, Authorization authorization) {
    return new RuledService(
        OpenAiService.create(
            OpenAiSettings.azure(endpoint, Duration.ofSeconds(3)),
            authorization,
            Capabilities::unknown),
        new ChatCompletionsRules(Dialect.OPENAI),
        Capabilities::unknown);
  }

  private static String delta(String text) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
  }

  private static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }
}
