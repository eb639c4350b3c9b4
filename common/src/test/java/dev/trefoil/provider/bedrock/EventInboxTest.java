package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

class EventInboxTest {
  private static final int WINDOW = 32;

  private final EventInbox inbox = new EventInbox(() -> {});
  private long asked;

  @Test
  void asksForAWindowOfEventsAndForMoreOnlyAsTheyAreTaken() throws InterruptedException {
    subscribe();
    assertThat(asked).isEqualTo(WINDOW);

    for (int i = 0; i < WINDOW; i++) {
      inbox.onNext(event());
    }
    assertThat(asked).isEqualTo(WINDOW);

    for (int i = 0; i < WINDOW; i++) {
      inbox.next();
    }
    assertThat(asked).isEqualTo(2 * WINDOW);
  }

  @Test
  void givesWhatCameBeforeTheFailureAndThenTheFirstFailure() throws InterruptedException {
    IllegalStateException first = new IllegalStateException("first");
    ConverseStreamOutput event = event();
    subscribe();
    inbox.onNext(event);
    inbox.onError(first);
    inbox.exceptionOccurred(new IllegalStateException("again"));
    inbox.end(new IllegalStateException("and again"));
    inbox.onNext(event());

    assertThat(inbox.next()).isSameAs(event);
    assertThat(inbox.next()).isNull();
    assertThat(inbox.failure()).isSameAs(first);
  }

  @Test
  void aFullWindowHasRoomForTheEnd() throws InterruptedException {
    subscribe();
    for (int i = 0; i < WINDOW; i++) {
      inbox.onNext(event());
    }
    inbox.onComplete();

    inbox.drain();
    assertThat(inbox.isOver()).isTrue();
    assertThat(inbox.failure()).isNull();
  }

  @Test
  void aServiceThatStaysOrGoesOnAfterItsLastEventIsNotWaitedFor() throws InterruptedException {
    subscribe();
    inbox.drain();
    assertThat(inbox.isOver()).isFalse();

    for (int i = 0; i < WINDOW; i++) {
      inbox.onNext(event());
    }
    inbox.limit(Duration.ZERO);
    assertThat(inbox.next()).isNull();
    assertThat(inbox.isOver()).isFalse();
  }

  @Test
  void endsWithoutEverHavingBegun() throws InterruptedException {
    IllegalStateException failure = new IllegalStateException();
    inbox.end(failure);

    assertThat(inbox.next()).isNull();
    assertThat(inbox.failure()).isSameAs(failure);
  }

  private void subscribe() {
    inbox.onSubscribe(
        new Subscription() {
          @Override
          public void request(long events) {
            asked += events;
          }

          @Override
          public void cancel() {}
        });
  }

  private static ConverseStreamOutput event() {
    return ConverseStreamOutput.messageStartBuilder().build();
  }
}
