package dev.trefoil.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ControlsTest {

  private final Controls controls = new Controls();

  private void note(String service, int bytes) {
    controls.record(
        new JournalEntry(Instant.EPOCH, service, "", "", Map.of(), Json.of("{}"), ""), bytes);
  }

  @Test
  void theJournalForgetsTheOldest() {
    for (int i = 0; i <= Controls.JOURNAL_LIMIT; i++) {
      note("n" + i, 1);
    }
    assertThat(controls.journal()).hasSize(Controls.JOURNAL_LIMIT);
    assertThat(controls.journal().getFirst().service()).isEqualTo("n1");
  }

  @Test
  void longBodiesPushOutMore() {
    int third = (int) (Controls.JOURNAL_BYTES_LIMIT / 3);
    for (String name : List.of("a", "b", "c", "d")) {
      note(name, third);
    }
    assertThat(controls.journal()).extracting(JournalEntry::service).containsExactly("b", "c", "d");
    note("e", (int) Controls.JOURNAL_BYTES_LIMIT + 1);
    assertThat(controls.journal()).extracting(JournalEntry::service).containsExactly("e");
    controls.clearJournal();
    note("f", (int) Controls.JOURNAL_BYTES_LIMIT);
    assertThat(controls.journal()).hasSize(1);
  }

  @Test
  void aFaultIsTakenOnlyWhereItStrikes() {
    controls.fault(Fault.next(1, new Failure.Cut(1)));
    assertThat(controls.takeImmediateFailure()).isEmpty();
    assertThat(controls.takeAnswerFailure()).contains(new Failure.Cut(1));
    assertThat(controls.takeAnswerFailure()).isEmpty();
    controls.fault(Fault.always(new Failure.Throttle(OptionalInt.empty())));
    assertThat(controls.takeAnswerFailure()).isEmpty();
    assertThat(controls.takeImmediateFailure()).isPresent();
    assertThat(controls.takeImmediateFailure()).isPresent();
  }

  @Test
  void newRepliesReplaceThoseThatAreLeft() {
    Reply a = new Reply.Json(Json.of("{'a':1}"));
    Reply b = new Reply.Json(Json.of("{'b':1}"));
    controls.replies(List.of(a, a));
    controls.replies(List.of(b));
    assertThat(controls.takeReply()).contains(b);
    assertThat(controls.takeReply()).isEmpty();
    controls.replies(List.of(a));
    controls.clearReplies();
    assertThat(controls.replies()).isEmpty();
  }
}
