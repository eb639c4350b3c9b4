package dev.trefoil.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.CallSpan;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.gateway.CallEvent.Operation;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.gateway.CallEvent.WorkNoted;
import dev.trefoil.gateway.SideWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RequestNotesTest {
  private static final CallSpan FIRST = span(1);
  private static final CallSpan SECOND = span(2);

  private static CallSpan span(long id) {
    return new CallSpan(Traceparent.of("0".repeat(31) + "1", id, true), Optional.empty());
  }

  private static Subject call(CallSpan span) {
    return new Subject(
        "r",
        new Caller("ada"),
        Optional.empty(),
        "chat",
        false,
        Instant.EPOCH,
        Operation.CHAT,
        Optional.of(span));
  }

  private static void note(String operation) {
    RequestNotes.note(
        new SideWork.StoreOperation(
            "s", operation, Instant.EPOCH, Duration.ZERO, Optional.empty()));
  }

  private static List<String> operations(WorkNoted noted) {
    return noted.work().stream().map(work -> ((SideWork.StoreOperation) work).operation()).toList();
  }

  @Test
  void workIsThatOfTheLastCallThatHasBegunAndBeforeAllOfTheFirst() {
    try (RequestNotes notes = RequestNotes.open()) {
      note("conversation");
      RequestNotes.begins(FIRST);
      note("reserve");
      RequestNotes.ended(call(FIRST));
      note("settle");
      RequestNotes.begins(SECOND);
      note("reserve again");
      RequestNotes.ended(call(SECOND));

      assertThat(notes.all()).hasSize(2);
      assertThat(operations(notes.all().getFirst()))
          .containsExactly("conversation", "reserve", "settle");
      assertThat(operations(notes.all().getLast())).containsExactly("reserve again");
    }
  }

  @Test
  void aCallThatWasRefusedHasNone() {
    try (RequestNotes notes = RequestNotes.open()) {
      RequestNotes.begins(FIRST);
      note("reserve");

      assertThat(notes.all()).isEmpty();
    }
  }

  @Test
  void whatThreadsOfTheRequestDoIsNotedUntilItsEnd() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Thread late;
    try (RequestNotes notes = RequestNotes.open()) {
      RequestNotes.begins(FIRST);
      Thread.ofVirtual().start(() -> note("beside")).join();
      late =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      closed.await();
                    } catch (InterruptedException e) {
                      return;
                    }
                    note("late");
                  });
      RequestNotes.ended(call(FIRST));

      assertThat(operations(notes.all().getFirst())).containsExactly("beside");
    }
    closed.countDown();
    late.join();
    note("of nobody");
    try (RequestNotes next = RequestNotes.open()) {
      RequestNotes.begins(SECOND);
      RequestNotes.ended(call(SECOND));

      assertThat(next.all()).isEmpty();
    }
  }

  @Test
  void moreThanAHundredAreNotNoted() {
    try (RequestNotes notes = RequestNotes.open()) {
      RequestNotes.begins(FIRST);
      for (int i = 0; i < RequestNotes.MOST + 10; i++) {
        note("get");
      }
      RequestNotes.ended(call(FIRST));

      assertThat(notes.all().getFirst().work()).hasSize(RequestNotes.MOST);
    }
  }
}
