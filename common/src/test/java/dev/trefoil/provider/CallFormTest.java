package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallFormTest {
  private static final String NAMES = "[a-zA-Z_][a-zA-Z0-9_-]{0,63}";
  private static final CallForm FORM =
      new CallForm(Pattern.compile("[a-zA-Z0-9_-]{1,40}"), Pattern.compile(NAMES), 64, true);

  @Test
  void whatTheServiceTakesIsNotCopied() {
    ChatRequest request = request(List.of("get_time", "_x"), call("call_1", "A-1", "{\"a\":1}"));

    assertThat(FORM.fit(request).request()).isSameAs(request);
  }

  @Test
  void otherNamesAreMadeLegalAndStayApartAndComeBack() {
    String longName = "-" + "x".repeat(63);
    List<String> all =
        List.of("2fa", "_2fa", "-a", "fs.read", "fs/read", longName, longName + "y", "", "日本");

    CallForm.Fitted fitted = FORM.fit(request(all, call("a", "9old", "{}")));

    List<String> theirs = fitted.request().tools().stream().map(Tool::name).toList();
    assertThat(theirs)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).matches(NAMES))
        .contains("_2fa");
    assertThat(theirs.stream().map(name -> named(fitted, name))).containsExactlyElementsOf(all);
    assertThat(named(fitted, firstCall(fitted).name())).isEqualTo("9old");
    assertThat(named(fitted, "made_up")).isEqualTo("made_up");
  }

  @Test
  void aNameIsTheSameWhateverElseIsThere() {
    CallForm.Fitted alone = FORM.fit(request(List.of("fs.read")));
    CallForm.Fitted among = FORM.fit(request(List.of("fs_read", "fs/read", "fs.read")));

    assertThat(among.request().tools().getLast()).isEqualTo(alone.request().tools().getFirst());
  }

  @Test
  void aNamedToolIsNamedAsTheServiceKnowsIt() {
    ChatRequest request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            List.of(new Tool("fs.read", "", "{}", false)),
            new ToolChoice.Named("fs.read"),
            new ResponseFormat.Text(),
            Settings.DEFAULTS,
            Map.of(),
            false);

    ChatRequest fitted = FORM.fit(request).request();

    assertThat(fitted.toolChoice())
        .isEqualTo(new ToolChoice.Named(fitted.tools().getFirst().name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a:b", "ü", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
  void otherIdsAreMadeLegalTogetherWithTheirResults(String id) {
    CallForm.Fitted fitted = FORM.fit(request(List.of(), call(id, "f", "{}")));

    assertThat(firstCall(fitted).id()).matches("call_[0-9a-f]{32}");
    assertThat(fitted.request().messages().getLast().parts())
        .first()
        .isEqualTo(new Part.ToolResult(firstCall(fitted).id(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":",
        "{} {}",
        "{}{}",
        "[1]",
        "1",
        "null",
        "{a}",
        "rain",
        "{\"a\":\"\\ud800\"}"
      })
  void argumentsThatAreNoObjectBecomeATextOfOne(String arguments) {
    CallForm.Fitted fitted = FORM.fit(request(List.of(), call("a", "f", arguments)));

    assertThat(firstCall(fitted).arguments())
        .isEqualTo(
            "{\"arguments\":\"" + arguments.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", " {\"a\":[{\"b\":12345678901234567890}]} ", "{\"a\":\"\\ud83c\\udf40\"}"})
  void argumentsThatAreAnObjectStayAsTheyAre(String arguments) {
    CallForm.Fitted fitted = FORM.fit(request(List.of(), call("a", "f", arguments)));

    assertThat(firstCall(fitted).arguments()).isEqualTo(arguments);
  }

  @Test
  void signsOfLifeGoThroughWhereNamesAreMappedBack() {
    AtomicInteger signs = new AtomicInteger();
    ChatListener caller =
        new ChatListener() {
          @Override
          public void onEvent(ChatEvent event) {
            throw new AssertionError(event);
          }

          @Override
          public void alive() {
            signs.incrementAndGet();
          }
        };

    FORM.fit(request(List.of("fs.read"))).answering(caller).alive();

    assertThat(signs).hasValue(1);
  }

  private static Part.ToolCall firstCall(CallForm.Fitted fitted) {
    return (Part.ToolCall) fitted.request().messages().get(1).parts().getFirst();
  }

  /** What the caller reads where the service calls a tool. */
  private static String named(CallForm.Fitted fitted, String name) {
    List<ChatEvent> events = new ArrayList<>();
    fitted
        .answering(events::add)
        .onEvent(new ChatEvent.ToolCallStarted(0, 0, "i", name, Optional.empty()));
    return ((ChatEvent.ToolCallStarted) events.getFirst()).name();
  }

  private static Part.ToolCall call(String id, String name, String arguments) {
    return new Part.ToolCall(id, name, arguments, Optional.empty());
  }

  private static ChatRequest request(List<String> tools, Part.ToolCall... calls) {
    List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "hi")));
    for (Part.ToolCall call : calls) {
      messages.add(new Message(Role.ASSISTANT, List.of(call)));
      messages.add(new Message(Role.TOOL, List.of(new Part.ToolResult(call.id(), List.of()))));
    }
    return new ChatRequest(
        messages,
        tools.stream().map(name -> new Tool(name, "", "{}", false)).toList(),
        new ToolChoice.Auto(),
        new ResponseFormat.Text(),
        Settings.DEFAULTS,
        Map.of(),
        false);
  }
}
