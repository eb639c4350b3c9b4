package dev.trefoil.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where we say that a prompt will come again. */
class CacheMarksTest {
  private static final Message SYSTEM = Message.of(Role.SYSTEM, "Be kind.");
  private static final Message USER = Message.of(Role.USER, "hello");
  private static final Message ANSWER = Message.of(Role.ASSISTANT, "hi");
  private static final Message CALL =
      new Message(Role.ASSISTANT, List.of(new Part.ToolCall("1", "f", "{}", Optional.empty())));
  private static final Message RESULT =
      new Message(Role.TOOL, List.of(new Part.ToolResult("1", List.of(new Part.Text("x")))));

  @Test
  void theInstructionsAndTheLastMessageAreMarked() {
    assertThat(marked(SYSTEM, USER)).containsExactly(0, 1);
    assertThat(marked(USER)).containsExactly(0);
    assertThat(marked(SYSTEM)).containsExactly(0);
  }

  @Test
  void theMarkOfTheTurnBeforeStandsAsWell() {
    assertThat(marked(SYSTEM, USER, CALL, RESULT)).containsExactly(0, 1, 3);
    assertThat(marked(SYSTEM, USER, CALL, RESULT, CALL, RESULT, RESULT)).containsExactly(0, 3, 6);
    assertThat(marked(USER, ANSWER, USER)).containsExactly(0, 2);
    assertThat(marked(USER, ANSWER)).containsExactly(0);
  }

  @Test
  void theLastToolIsMarkedAndThereAreNeverMoreThanFour() {
    ChatRequest request =
        new ChatRequest(List.of(SYSTEM, USER, CALL, RESULT), Settings.DEFAULTS, false)
            .withTools(List.of(tool("f"), tool("g")));
    ChatRequest marked = CacheMarks.add(request);

    assertThat(marked.tools().getFirst().cache()).isEmpty();
    assertThat(marked.tools().getLast().cache()).isPresent();
    assertThat(places(marked)).hasSize(3);
  }

  @Test
  void whatIsSaidStaysAsItIs() {
    ChatRequest marked =
        CacheMarks.add(new ChatRequest(List.of(SYSTEM, USER), Settings.DEFAULTS, false));

    for (Message message : marked.messages()) {
      assertThat(message.parts().getFirst()).isInstanceOf(Part.Text.class);
      assertThat(message.parts().getLast()).isInstanceOf(Part.CacheBreakpoint.class);
      assertThat(message.parts()).hasSize(2);
    }
  }

  private static Tool tool(String name) {
    return new Tool(name, "", "{}", false);
  }

  private static List<Integer> marked(Message... messages) {
    return places(CacheMarks.add(new ChatRequest(List.of(messages), Settings.DEFAULTS, false)));
  }

  private static List<Integer> places(ChatRequest marked) {
    List<Integer> places = new ArrayList<>();
    IntStream.range(0, marked.messages().size())
        .filter(
            i ->
                marked.messages().get(i).parts().stream()
                    .anyMatch(Part.CacheBreakpoint.class::isInstance))
        .forEach(places::add);
    return places;
  }
}
