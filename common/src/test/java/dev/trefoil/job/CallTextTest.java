package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.KeptCall;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls in the vocabulary: what is written is read, all of it or nothing. */
class CallTextTest {
  private static final Settings ALL_SETTINGS =
      new Settings(
          OptionalDouble.of(0.1),
          OptionalDouble.of(0.2),
          OptionalInt.of(3),
          List.of("stop", "größer"),
          4,
          OptionalLong.of(Long.MIN_VALUE),
          OptionalDouble.of(-0.5),
          OptionalDouble.of(0.6),
          OptionalInt.of(7),
          Map.of("8", 9.5),
          Optional.of("high"),
          OptionalInt.of(2048),
          Optional.of("concise"),
          Optional.of(false),
          Optional.of("flex"),
          Map.of("label", "value"),
          Optional.of("user"));

  private static final Native NATIVE =
      new Native(Native.OPENAI_RESPONSES, "m", Native.ITEM, "{\"type\":\"x\"}");

  private static final List<Part> ALL_PARTS =
      List.of(
          new Part.Text("größer 日本 \uD83D\uDE00"),
          new Part.Image(new Media.Inline("image/png", "AAAA"), Optional.of("low")),
          new Part.Image(new Media.Remote(URI.create("https://h.example/a%20b?c=d"))),
          new Part.Audio(new Media.Inline("audio/wav", "AAAA")),
          new Part.File(new Media.Remote(URI.create("gs://bucket/f")), Optional.of("f.pdf")),
          new Part.Reasoning("hm", Optional.of(new Signature(Signature.ANTHROPIC, "s/+="))),
          new Part.Reasoning("", Optional.empty()),
          new Part.Reasoning(
              "hm", List.of("a", "b"), Optional.of(new Signature(Signature.OPENAI, "r m g"))),
          new Part.RedactedReasoning(new Signature(Signature.ANTHROPIC, "d+/=")),
          new Part.CacheBreakpoint(Optional.empty()),
          new Part.CacheBreakpoint(Optional.of(Duration.ofHours(1))),
          new Part.NativePart(NATIVE),
          new Part.Refusal("no"),
          new Part.ToolCall(
              "id", "f", "{\"a\":1}", Optional.of(new Signature(Signature.GOOGLE, "t"))),
          new Part.ToolResult(
              "id",
              List.of(new Part.Text("x"), new Part.Image(new Media.Inline("image/png", "AAAA"))),
              true));

  static List<KeptCall> calls() {
    List<KeptCall> calls = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    for (Role role : Role.values()) {
      messages.add(new Message(role, ALL_PARTS));
    }
    messages.add(new Message(Role.USER, List.of()));
    messages.add(new Message(Role.ASSISTANT, List.of(), Optional.of("commentary")));
    RoutingPreferences preferences =
        new RoutingPreferences(
            Optional.of("code"),
            Optional.of("azure"),
            List.of("a/b", "c"),
            true,
            List.of("eu", "us"),
            OptionalDouble.of(0.01));
    for (ToolChoice choice :
        List.of(
            new ToolChoice.Auto(),
            new ToolChoice.None(),
            new ToolChoice.Required(),
            new ToolChoice.Named("f"),
            new ToolChoice.Allowed(true, List.of("f", "g")),
            new ToolChoice.Allowed(false, List.of("f")))) {
      for (ResponseFormat format :
          List.of(
              new ResponseFormat.Text(),
              new ResponseFormat.JsonObject(),
              new ResponseFormat.JsonSchema("n", "d", "{\"type\":\"object\"}", true))) {
        calls.add(
            new KeptCall.Chat(
                "chat/completions",
                "chat",
                preferences,
                List.of("store"),
                new ChatRequest(
                    messages,
                    List.of(
                        new Tool("f", "", "{\"type\":\"object\"}", true),
                        new Tool("g", "does", "{}", false)
                            .in(new Tool.Namespace("n", "names"))
                            .withNatives(List.of(NATIVE))
                            .withCache(Optional.of(new Part.CacheBreakpoint(Optional.empty()))),
                        Tool.freeText("h", "writes", Optional.of("{\"type\":\"text\"}")),
                        Tool.freeText("i", "", Optional.empty())),
                    choice,
                    format,
                    ALL_SETTINGS,
                    Map.of("verbosity", "\"low\""),
                    List.of(NATIVE),
                    false),
                KeptCall.Chat.NO_FORM));
      }
    }
    calls.add(
        new KeptCall.Chat(
            "messages",
            "a/b",
            RoutingPreferences.NONE,
            List.of(),
            new ChatRequest(List.of(Message.of(Role.USER, "")), Settings.DEFAULTS, false),
            "{\"a\":[1,\"größer\"]}"));
    calls.add(new KeptCall.Work("vector_stores/{id}/files", "embed", "{\"store\":\"vs_größer\"}"));
    calls.add(
        new KeptCall.Embeddings(
            "embeddings",
            "embed",
            preferences,
            List.of("x"),
            new EmbeddingRequest(
                List.of(
                    new EmbeddingRequest.Input.Text("text"),
                    new EmbeddingRequest.Input.Tokens(List.of(1, 2))),
                OptionalInt.of(256),
                Optional.of("user")),
            true));
    return calls;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatIsWrittenIsRead(KeptCall call) throws Exception {
    assertThat(CallText.read(CallText.write(call))).isEqualTo(call);
  }

  /** So that processes of before do not take a call of another door for one of chat. */
  @Test
  void onlyWhatVersionsBeforeCannotAnswerHasTheNewFormat() {
    assertThat(calls())
        .allSatisfy(
            call ->
                assertThat(CallText.write(call))
                    .startsWith(
                        call instanceof KeptCall.Work
                            ? "{\"format\":3,"
                            : call.path().equals("messages")
                                ? "{\"format\":2,"
                                : "{\"format\":1,"));
  }

  /** One that is added has to be written, read, and set above. */
  @Test
  void noComponentOfTheVocabularyIsLeftOut() {
    assertThat(ChatRequest.class.getRecordComponents()).hasSize(8);
    assertThat(Settings.class.getRecordComponents()).hasSize(17);
    assertThat(EmbeddingRequest.class.getRecordComponents()).hasSize(3);
    assertThat(Message.class.getRecordComponents()).hasSize(3);
    assertThat(Tool.class.getRecordComponents()).hasSize(8);
    assertThat(RoutingPreferences.class.getRecordComponents()).hasSize(6);
    assertThat(Part.class.getPermittedSubclasses()).hasSize(11);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void halfOfItIsNothing(KeptCall call) {
    String text = CallText.write(call);
    for (int length = 0; length < text.length(); length += 7) {
      String half = text.substring(0, length);
      assertThatExceptionOfType(Unreadable.class).as(half).isThrownBy(() -> CallText.read(half));
    }
  }

  @Test
  void whatANewerVersionWroteIsLeftToIt() {
    String newer = CallText.write(calls().getFirst()).replace("\"format\":1,", "\"format\":4,");
    assertThatExceptionOfType(NewerFormat.class).isThrownBy(() -> CallText.read(newer));
  }
}
