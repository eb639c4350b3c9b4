package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheMarksTest {
  private static final Part.CacheBreakpoint MARK = new Part.CacheBreakpoint(Optional.empty());
  private static final Part.Text TEXT = new Part.Text("x");
  private static final Tool TOOL = new Tool("f", "", "{}", false);

  @Test
  void ofTooManyTheLastFourStay() {
    CacheMarks.Marked marked =
        CacheMarks.of(
            List.of(TOOL.withCache(Optional.of(MARK)), TOOL),
            new Conversation(
                List.of(TEXT, MARK),
                List.of(
                    user(TEXT, MARK, TEXT, MARK),
                    user(new Part.ToolResult("t", List.of(TEXT, MARK)), MARK))),
            0);

    assertThat(marked.tools()).containsExactly(TOOL, TOOL);
    assertThat(marked.conversation().system()).containsExactly(TEXT);
    assertThat(marked.conversation().turns())
        .containsExactly(
            user(TEXT, MARK, TEXT, MARK),
            user(new Part.ToolResult("t", List.of(TEXT, MARK)), MARK));
  }

  @Test
  void marksOfTheServicesOwnToolsCountAndStay() {
    CacheMarks.Marked marked =
        CacheMarks.of(
            List.of(),
            new Conversation(
                List.of(TEXT, MARK), List.of(user(TEXT, MARK, TEXT, MARK, TEXT, MARK))),
            1);

    assertThat(marked.conversation().system()).containsExactly(TEXT);
    assertThat(marked.conversation().turns().getFirst().parts()).hasSize(6);
  }

  @Test
  void aMarkGoesThatNoBlockCanBear() {
    Part thought = new Part.Reasoning("hm", Optional.of(new Signature(Signature.ANTHROPIC, "sig")));
    CacheMarks.Marked marked =
        CacheMarks.of(
            List.of(),
            new Conversation(
                List.of(), List.of(user(MARK, thought, MARK, TEXT, MARK, MARK), user(TEXT))),
            0);

    assertThat(marked.conversation().turns())
        .containsExactly(user(thought, TEXT, MARK), user(TEXT));
  }

  private static Message user(Part... parts) {
    return new Message(Role.USER, List.of(parts));
  }
}
