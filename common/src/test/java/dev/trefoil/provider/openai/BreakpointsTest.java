package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where marks of what will come again stand in what OpenAI's services are sent. */
class BreakpointsTest {
  private static final Part MARK = new Part.CacheBreakpoint(Optional.empty());
  private static final String BREAKPOINT = ",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}";
  private static final Part IMAGE =
      new Part.Image(new Media.Inline("image/png", "AA=="), Optional.empty());

  @Test
  void aMarkIsAMemberOfThePartBeforeIt() {
    assertThat(chat(new Message(Role.USER, List.of(new Part.Text("a"), MARK, IMAGE, MARK))))
        .contains(
            "[{\"type\":\"text\",\"text\":\"a\"" + BREAKPOINT,
            "{\"url\":\"data:image/png;base64,AA==\"}" + BREAKPOINT);
    assertThat(responses(new Message(Role.SYSTEM, List.of(new Part.Text("a"), MARK, IMAGE, MARK))))
        .contains(
            "[{\"type\":\"input_text\",\"text\":\"a\"" + BREAKPOINT,
            "\"image_url\":\"data:image/png;base64,AA==\"" + BREAKPOINT);
  }

  @Test
  void oneAfterAToolsResultGoesIntoIt() {
    Message result =
        new Message(
            Role.TOOL,
            List.of(new Part.ToolResult("1", List.of(new Part.Text("seen")), false), MARK));

    assertThat(chat(result)).contains("{\"type\":\"text\",\"text\":\"seen\"" + BREAKPOINT);
    assertThat(responses(result))
        .contains("\"output\":[{\"type\":\"input_text\",\"text\":\"seen\"" + BREAKPOINT);
  }

  @Test
  void oneAfterAResultOfImagesAloneStaysWithTheResultWhereTheseGoElsewhere() {
    Message result =
        new Message(Role.TOOL, List.of(new Part.ToolResult("1", List.of(IMAGE), false), MARK));
    Message inside =
        new Message(Role.TOOL, List.of(new Part.ToolResult("1", List.of(IMAGE, MARK), false)));

    assertThat(chat(inside)).contains("after the results)\"" + BREAKPOINT).isEqualTo(chat(result));
  }

  @Test
  void theModelsOwnWordsBearNone() {
    Message own = new Message(Role.ASSISTANT, List.of(new Part.Text("a"), MARK));
    Message lone = new Message(Role.USER, List.of(MARK, new Part.Text("b")));

    assertThat(chat(own, lone) + responses(own, lone)).doesNotContain("breakpoint");
  }

  @Test
  void whereThereAreMarksContentKeepsItsFormFromTurnToTurn() {
    Message asked = Message.of(Role.USER, "a");
    Message marked = new Message(Role.USER, List.of(new Part.Text("b"), MARK));

    assertThat(chat(asked, marked)).contains("\"content\":[{\"type\":\"text\",\"text\":\"a\"}]");
    assertThat(chat(asked)).contains("\"content\":\"a\"");
  }

  private static ChatRequest request(Message... messages) {
    return new ChatRequest(List.of(messages), Settings.DEFAULTS, false);
  }

  private static String chat(Message... messages) {
    return new String(
        ChatRequestWriter.write(request(messages), "gpt", Dialect.OPENAI), StandardCharsets.UTF_8);
  }

  private static String responses(Message... messages) {
    return new String(
        new ResponsesWriter(
                request(messages),
                "gpt",
                Capabilities.unknown("gpt"),
                Dialect.OPENAI,
                new ReasoningMarks("resource", "gpt"))
            .body(false),
        StandardCharsets.UTF_8);
  }
}
