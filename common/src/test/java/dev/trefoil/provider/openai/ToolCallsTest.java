package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.openai.Chunk.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ToolCallsTest {
  private final List<ChatEvent> events = new ArrayList<>();
  private final ToolCalls calls = new ToolCalls(0, events::add);

  @Test
  void openAisPiecesAreToldByTheirIndex() throws ProviderException {
    take(0, "a", "f", "");
    take(1, "b", "g", "");
    take(0, "", "", "{\"x\"");
    take(1, "", "", "{}");
    take(0, "", "", ":1}");

    assertThat(joined()).containsExactly("a f {\"x\":1}", "b g {}");
  }

  @Test
  void indexesThatBeginAnywhereBecomeDense() throws ProviderException {
    take(1, "a", "f", "{}");
    take(5, "b", "g", "{}");

    assertThat(joined()).containsExactly("a f {}", "b g {}");
  }

  @Test
  void wholeCallsAllOfIndexZeroAreToldByTheirIds() throws ProviderException {
    take(0, "a", "f", "{\"x\":1}");
    take(0, "b", "f", "{\"x\":2}");

    assertThat(joined()).containsExactly("a f {\"x\":1}", "b f {\"x\":2}");
  }

  @Test
  void withoutAnIndexAnIdOrANameBeginsACall() throws ProviderException {
    take("a", "f", "{\"x\"");
    take("", "", ":1}");
    take("b", "f", "");
    take("", "", "{}");
    take("", "g", "{}");
    take("", "g", "{}");

    assertThat(joined().subList(0, 2)).containsExactly("a f {\"x\":1}", "b f {}");
    assertThat(joined().subList(2, 4)).allMatch(call -> call.matches("call_[0-9a-f]{32} g \\{}"));
    assertThat(joined()).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void anIdAndANameThatAreRepeatedBeginNothing() throws ProviderException {
    take(0, "a", "f", "{\"x\"");
    take(0, "a", "f", ":1}");
    take("a", "f", " ");

    assertThat(joined()).containsExactly("a f {\"x\":1} ");
  }

  @Test
  void callsOfOneIndexWithoutIdsAreToldByTheirNames() throws ProviderException {
    take(0, "", "f", "{}");
    take(0, "", "g", "{}");

    assertThat(joined()).hasSize(2);
  }

  @Test
  void aNameThatComesLateIsAwaitedAndNoArgumentIsLost() throws ProviderException {
    take(0, "a", "", "{\"x\"");
    assertThat(events).isEmpty();
    take(0, "", "f", ":1}");

    assertThat(joined()).containsExactly("a f {\"x\":1}");
  }

  @Test
  void anIdThatStandsTwiceIsReplaced() throws ProviderException {
    take(0, "a", "f", "{}");
    take(1, "a", "g", "{}");

    assertThat(joined().getFirst()).isEqualTo("a f {}");
    assertThat(joined().getLast()).matches("call_[0-9a-f]{32} g \\{}");
  }

  @Test
  void aCallWithoutANameIsAnError() throws ProviderException {
    take(0, "a", "", "{}");

    assertThatThrownBy(calls::finish).hasMessageContaining("without a name");
  }

  private void take(int index, String id, String name, String arguments) throws ProviderException {
    calls.take(new Call(OptionalInt.of(index), id, name, arguments));
  }

  private void take(String id, String name, String arguments) throws ProviderException {
    calls.take(new Call(OptionalInt.empty(), id, name, arguments));
  }

  /** Id, name and arguments of each call. */
  private List<String> joined() {
    Map<Integer, String> joined = new LinkedHashMap<>();
    for (ChatEvent event : events) {
      switch (event) {
        case ToolCallStarted call -> {
          assertThat(call.index()).isEqualTo(joined.size());
          joined.put(call.index(), call.id() + " " + call.name() + " ");
        }
        case ToolArgumentsDelta more -> joined.merge(more.index(), more.text(), String::concat);
        default -> throw new AssertionError(event);
      }
    }
    return List.copyOf(joined.values());
  }
}
