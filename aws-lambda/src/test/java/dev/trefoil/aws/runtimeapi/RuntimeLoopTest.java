package dev.trefoil.aws.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.lambda.EmulatedInvocation;
import dev.trefoil.emulators.lambda.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whole answers, errors and the loop itself; streams are StreamedResponseTest's. */
class RuntimeLoopTest {
  @Test
  void aWholeAnswerIsPostedByteByByte() throws Exception {
    try (RunningLoop loop = RunningLoop.start((invocation, answer) -> answer.whole(bytes("{}")))) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{\"a\":1}"));

      assertThat(text(invocation.request()))
          .isEqualTo(
              """
              POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r
              Host: %s\r
              User-Agent: trefoil\r
              Content-Type: application/json\r
              Content-Length: 2\r
              \r
              {}"""
                  .formatted(invocation.id(), loop.api().address()));
      assertThat(invocation.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void theHandlerGetsTheEventWithItsIdDeadlineAndTrace() throws Exception {
    CompletableFuture<Invocation> got = new CompletableFuture<>();
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              got.complete(invocation);
              answer.whole(bytes("1"));
            })) {
      Instant before = Instant.now();
      EmulatedInvocation invocation =
          loop.api().invoke(bytes("{\"text\":\"Grüße\"}"), Duration.ofSeconds(7));
      invocation.outcome();

      assertThat(got.join().id()).isEqualTo(invocation.id());
      assertThat(text(got.join().event())).isEqualTo("{\"text\":\"Grüße\"}");
      assertThat(got.join().deadline())
          .isBetween(before.plusMillis(6_999), Instant.now().plusSeconds(7));
      assertThat(got.join().traceId().orElseThrow())
          .isEqualTo("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1");
    }
  }

  /** The API refuses whoever asks for one before the last is answered. */
  @Test
  void oneInvocationComesAfterTheOther() throws Exception {
    try (RunningLoop loop = RunningLoop.start((invocation, answer) -> answer.whole(bytes("1")))) {
      List<EmulatedInvocation> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(loop.api().invoke(bytes("{}")));
      }
      for (EmulatedInvocation one : all) {
        assertThat(one.outcome()).isInstanceOf(Outcome.Whole.class);
      }
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void whatIsLeftAfterAnAnswerIsNotOnItsWayAndIsDoneBeforeTheNextInvocation() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    InvocationHandler handler =
        new InvocationHandler() {
          @Override
          public void handle(Invocation invocation, Answer answer) throws IOException {
            done.add("answered");
            answer.whole(bytes("1"));
          }

          @Override
          public void answered() {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            done.add("left");
          }
        };
    try (RunningLoop loop = RunningLoop.start(handler)) {
      EmulatedInvocation first = loop.api().invoke(bytes("{}"));
      EmulatedInvocation second = loop.api().invoke(bytes("{}"));

      assertThat(first.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(done).containsExactly("answered");
      go.countDown();
      assertThat(second.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(done).startsWith("answered", "left", "answered");
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void asManyAsThePlatformSendsAreUnderWayAtOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    try (RunningLoop loop =
        RunningLoop.start(
            4,
            4,
            (invocation, answer) -> {
              try {
                together.await();
              } catch (Exception e) {
                throw new IOException(e);
              }
              answer.whole(invocation.event());
            })) {
      loop.api().awaitWaiting(4);
      List<EmulatedInvocation> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(loop.api().invoke(bytes("\"event " + i + "\"")));
      }
      for (int i = 0; i < 8; i++) {
        assertThat(all.get(i).outcome())
            .isInstanceOfSatisfying(
                Outcome.Whole.class,
                whole -> assertThat(text(whole.payload())).startsWith("\"event"));
        assertThat(text(((Outcome.Whole) all.get(i).outcome()).payload()))
            .isEqualTo("\"event " + i + "\"");
      }
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void aHandlerThatFailsIsAnErrorThatTellsNothingOfTheCall() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              if (text(invocation.event()).equals("1")) {
                throw new IllegalStateException("a secret prompt");
              }
              answer.whole(bytes("2"));
            })) {
      EmulatedInvocation failed = loop.api().invoke(bytes("1"));
      EmulatedInvocation next = loop.api().invoke(bytes("2"));

      assertThat(failed.outcome())
          .isEqualTo(
              new Outcome.Failed(
                  "Function.Failed",
                  "{\"errorMessage\":\"The function failed; its log says why: "
                      + failed.id()
                      + "\",\"errorType\":\"Function.Failed\",\"stackTrace\":[]}"));
      assertThat(text(failed.request()))
          .startsWith("POST /2018-06-01/runtime/invocation/" + failed.id() + "/error HTTP/1.1\r\n")
          .contains("\r\nLambda-Runtime-Function-Error-Type: Function.Failed\r\n");
      assertThat(next.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void aHandlerThatGivesNoAnswerHasFailed() throws Exception {
    try (RunningLoop loop = RunningLoop.start((invocation, answer) -> {})) {
      assertThat(loop.api().invoke(bytes("{}")).outcome()).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void aSecondAnswerIsNotSent() throws Exception {
    CompletableFuture<Throwable> second = new CompletableFuture<>();
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              answer.whole(bytes("1"));
              try {
                answer.whole(bytes("2"));
              } catch (IllegalStateException e) {
                second.complete(e);
              }
            })) {
      assertThat(loop.api().invoke(bytes("{}")).outcome())
          .isInstanceOfSatisfying(
              Outcome.Whole.class, whole -> assertThat(whole.payload()).isEqualTo(bytes("1")));
      assertThat(second.join()).hasMessageContaining("already");
    }
  }

  @Test
  void anAnswerThatIsTooLongForThePlatformIsRefusedAndTheNextIsAnswered() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start((invocation, answer) -> answer.whole(new byte[length(invocation)]))) {
      EmulatedInvocation longest = loop.api().invoke(bytes("6291556"));
      EmulatedInvocation tooLong = loop.api().invoke(bytes("6291557"));
      EmulatedInvocation next = loop.api().invoke(bytes("1"));

      assertThat(longest.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(tooLong.outcome())
          .isEqualTo(new Outcome.Failed("Function.ResponseSizeTooLarge", ""));
      assertThat(next.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(loop.api().faults()).singleElement().asString().startsWith("413 ");
    }
  }

  @Test
  void itEndsWhenThePlatformSaysThatItIsOutOfOrder() throws Exception {
    try (RunningLoop loop = RunningLoop.start(1, 2, (invocation, answer) -> {})) {
      assertThat(loop.awaitEnd())
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("the Runtime API answers 403");
    }
  }

  @Test
  void anErrorOfTheMachineIsToldAndEndsIt() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              throw new OutOfMemoryError("of this test");
            })) {
      assertThat(loop.api().invoke(bytes("{}")).outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(loop.awaitEnd()).hasRootCauseInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void itEndsWhenTheRuntimeApiIsGone() throws Exception {
    try (RunningLoop loop = RunningLoop.start((invocation, answer) -> answer.whole(bytes("1")))) {
      loop.api().invoke(bytes("{}")).outcome();
      loop.api().close();

      assertThat(loop.awaitEnd()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whenItIsToldToEndItAsksForNoMore() throws Exception {
    try (RunningLoop loop = RunningLoop.start(3, 3, (invocation, answer) -> {})) {
      loop.api().awaitWaiting(3);

      assertThat(loop.end()).isTrue();
      assertThat(loop.awaitEnd()).isNull();
    }
  }

  @Test
  void whatIsUnderWayWhenItIsToldToEndIsFinished() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore held = new Semaphore(0);
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              begun.release();
              held.acquireUninterruptibly();
              answer.whole(bytes("1"));
            })) {
      EmulatedInvocation underWay = loop.api().invoke(bytes("{}"));
      // It is taken before the process has it, which may end without it until then.
      assertThat(begun.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      CompletableFuture<Boolean> end =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return loop.end();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(loop.hasEnded()).isFalse();
      held.release();

      assertThat(underWay.outcome()).isInstanceOf(Outcome.Whole.class);
      assertThat(end.join()).isTrue();
      assertThat(loop.awaitEnd()).isNull();
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void aStartThatFailsIsTold() throws Exception {
    try (RunningLoop loop = RunningLoop.start(0, 1, (invocation, answer) -> {})) {
      RuntimeApi.at(loop.api().address())
          .initError(new InvocationError("Runtime.ConfigInvalid", "'routes' is missing"));

      assertThat(loop.api().initError())
          .isEqualTo(
              new Outcome.Failed(
                  "Runtime.ConfigInvalid",
                  "{\"errorMessage\":\"'routes' is missing\",\"errorType\":"
                      + "\"Runtime.ConfigInvalid\",\"stackTrace\":[]}"));
    }
  }

  @Test
  void withoutThePlatformItSaysWhereItStarts() {
    for (String address : List.of("", "localhost", ":9001", "host:", "host:x")) {
      assertThatThrownBy(() -> RuntimeApi.at(address))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("AWS_LAMBDA_RUNTIME_API");
    }
    assertThat(RuntimeApi.at("169.254.100.1:9001"))
        .isEqualTo(new RuntimeApi("169.254.100.1", 9001));
  }

  private static int length(Invocation invocation) {
    return Integer.parseInt(text(invocation.event()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
