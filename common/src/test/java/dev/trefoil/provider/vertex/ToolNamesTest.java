package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolNamesTest {
  @Test
  void acceptableNamesStayAsTheyAre() {
    ToolNames names = names("", "get_time", "_x", "A-1");

    assertThat(List.of(names.theirs("get_time"), names.theirs("_x"), names.theirs("A-1")))
        .containsExactly("get_time", "_x", "A-1");
    assertThat(names.ours("get_time")).isEqualTo("get_time");
  }

  @Test
  void othersAreMadeSoAndMappedBackAndStayDifferent() {
    String longName = "-" + "x".repeat(63);
    List<String> all =
        List.of("2fa", "_2fa", "-a", "_22fa", longName, "-" + "x".repeat(62) + "y", "9old");
    ToolNames names = names("9old", all.subList(0, 6).toArray(new String[0]));

    List<String> theirs = all.stream().map(names::theirs).toList();
    assertThat(theirs)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).matches("[A-Za-z_][A-Za-z0-9_-]{0,63}"));
    assertThat(theirs.stream().map(names::ours)).containsExactlyElementsOf(all);
    assertThat(names("9old", all.subList(0, 6).toArray(new String[0])).theirs("2fa"))
        .as("the same each time")
        .isEqualTo(names.theirs("2fa"));
  }

  @Test
  void aFunctionThatNobodyOfferedKeepsItsName() {
    assertThat(names("", "a").ours("made_up")).isEqualTo("made_up");
  }

  /** Of tools, and of a call in the history if {@code called} is not empty. */
  private static ToolNames names(String called, String... tools) {
    List<Part> calls =
        called.isEmpty()
            ? List.of()
            : List.of(new Part.ToolCall("a", called, "{}", Optional.empty()));
    return ToolNames.of(
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi"), new Message(Role.ASSISTANT, calls)),
            Stream.of(tools).map(name -> new Tool(name, "", "{}", false)).toList(),
            new ToolChoice.Auto(),
            new ResponseFormat.Text(),
            Settings.DEFAULTS,
            Map.of(),
            false));
  }
}
