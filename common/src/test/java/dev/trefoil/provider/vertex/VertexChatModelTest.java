package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.vertexai.api.Candidate;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VertexChatModelTest extends ChatModelContract {
  private final LoopbackVertex loopback = new LoopbackVertex();

  LoopbackVertex loopback() {
    return loopback;
  }

  /** How a request for a whole answer is known. */
  protected String wholePath() {
    return "/GenerateContent";
  }

  /** Its SDK has no place for it. */
  @Override
  protected boolean takesTrace() {
    return false;
  }

  @AfterAll
  @Override
  protected void stopService() {
    super.stopService();
    loopback.close();
  }

  @Override
  protected ModelEmulator start(int port) {
    return loopback.start(port);
  }

  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    return LoopbackVertex.connect(endpoint, validCredentials);
  }

  @Override
  protected String modelId() {
    return "gemini-3.5-flash";
  }

  @Override
  protected String thinkingModelId() {
    return "gemini-2.5-flash";
  }

  @Override
  protected boolean showsThoughts() {
    return true;
  }

  @Override
  protected Set<String> refuses() {
    return Set.of();
  }

  @Override
  protected Set<String> drops() {
    return Set.of(
        "user", "service_tier", "logit_bias", "parallel_tool_calls", "a_field_that_nobody_knows");
  }

  @Override
  protected Optional<String> ownSignatures() {
    return Optional.of(Signature.GOOGLE);
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @Override
  protected Endless endless() throws IOException {
    return new EndlessVertex(loopback.tls());
  }

  @Override
  protected List<Endless> lingering() throws IOException {
    return List.of(
        new EndlessVertex(
            loopback.tls(),
            Candidate.newBuilder().setFinishReason(Candidate.FinishReason.STOP),
            "Hello"));
  }

  @Test
  void aStreamThatEndsCleanlyWithoutAFinishReasonIsTruncated() {
    reply(chunk("Hel", ""), chunk("lo", ""));
    List<ChatEvent> events = new ArrayList<>();

    assertThat(failure(user("hi"), true, events).kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(text(events)).isEqualTo("Hello");
  }

  @Test
  void aFailureThatTheServiceNamesAsAFinishReasonIsAnError() {
    reply(chunk("Hel", "OTHER"));

    assertThat(failure(user("hi"), true, new ArrayList<>()).kind()).isEqualTo(Kind.OVERLOADED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsOwnSignaturesComeBackToIt(boolean stream) throws ProviderException {
    List<Tool> tools = List.of(new Tool("get_time", "", "{\"type\":\"object\"}", false));
    List<Message> conversation = new ArrayList<>(List.of(user("use get_time")));
    List<Part.ToolCall> calls =
        calls(
            chat(with(tools, new ToolChoice.Auto(), stream, conversation.toArray(new Message[0]))));
    assertThat(calls.getFirst().signature())
        .hasValueSatisfying(mark -> assertThat(mark.origin()).isEqualTo(Signature.GOOGLE));
    conversation.add(new Message(Role.ASSISTANT, List.<Part>copyOf(calls)));
    conversation.add(
        new Message(
            Role.TOOL,
            List.of(new Part.ToolResult(calls.getFirst().id(), List.of(new Part.Text("noon"))))));

    List<ChatEvent> events =
        chat(with(tools, new ToolChoice.Auto(), stream, conversation.toArray(new Message[0])));

    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
    assertThat(text(events)).isEqualTo("noon");
  }

  /** The emulator refuses what protobuf's readers would: this is the deepest that passes. */
  @Test
  void argumentsOfThirtyLevelsPassTheWire() throws ProviderException {
    String deep = "{\"a\":".repeat(30) + "1" + "}".repeat(30);
    List<ChatEvent> events =
        chat(
            with(
                List.of(),
                new ToolChoice.Auto(),
                false,
                user("hi"),
                new Message(
                    Role.ASSISTANT,
                    List.of(new Part.ToolCall("a", "get_time", deep, Optional.empty()))),
                new Message(
                    Role.TOOL, List.of(new Part.ToolResult("a", List.of(new Part.Text("noon")))))));

    assertThat(text(events)).isEqualTo("noon");
  }

  @Test
  void aStreamOfSeveralAnswersIsAskedForAtOnce() throws ProviderException {
    Settings settings = Settings.builder().choices(2).build();
    chat(new ChatRequest(List.of(user("one two")), settings, true));

    assertThat(controls().journal().getFirst().path()).endsWith(wholePath());
  }

  /** What the library's messages cannot say goes by REST. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLevelOfThinkingGoesByRest(boolean stream) throws ProviderException {
    Settings settings = Settings.builder().reasoningEffort(Optional.of("medium")).build();

    List<ChatEvent> events = chat(new ChatRequest(List.of(user("hi")), settings, stream));

    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
    assertThat(controls().journal().getFirst().path())
        .endsWith(stream ? ":streamGenerateContent" : ":generateContent");
    assertThat(
            controls()
                .journal()
                .getFirst()
                .body()
                .at("/generationConfig/thinkingConfig")
                .toString())
        .isEqualTo("{\"includeThoughts\":true,\"thinkingLevel\":\"MEDIUM\"}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConversationThatTheModelSpokeLastInGoesOn(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(
            with(
                List.of(),
                new ToolChoice.Auto(),
                stream,
                user("hi"),
                Message.of(Role.ASSISTANT, "hello")));

    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
  }

  private static String chunk(String text, String reason) {
    return """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]}%s}]}"""
        .formatted(text, reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"");
  }
}
