package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.RecordedCalls;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Disconnection;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A caller is gone: a stream's by the next write, any where the platform tells, and nobody else is
 * asked.
 */
@Timeout(60)
class CallerLeavesTest {
  private static final OutputStream NEVER =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("nothing is to be sent");
        }
      };

  private final RecordedCalls logged = new RecordedCalls();
  private final ScriptedModel second = ScriptedModel.answering(new TextDelta("never"));

  @Test
  void aCommentFindsItOutWhileTheServiceStallsWithinItsAnswer() {
    ScriptedModel stalled = ScriptedModel.silentAfter(new TextDelta("one "));

    assertThatThrownBy(() -> stream(stalled, Optional.of(Duration.ofMillis(1)), "one "))
        .isInstanceOf(IOException.class);

    assertThat(second.calls()).isEmpty();
    assertThat(logged.ended())
        .singleElement()
        .extracting(CallEnded::outcome)
        .hasToString("abandoned");
  }

  @Test
  void aCommentFindsItOutBeforeTheAnswerToo() {
    assertThatThrownBy(
            () -> stream(ScriptedModel.silentAfter(), Optional.of(Duration.ofMillis(1)), ""))
        .isInstanceOf(IOException.class);

    assertThat(second.calls()).isEmpty();
    assertThat(logged.ended())
        .singleElement()
        .extracting(CallEnded::outcome)
        .hasToString("abandoned");
  }

  @Test
  void withoutCommentsItIsFoundOutBeforeAnotherGoesOn() {
    ScriptedModel cut =
        ScriptedModel.failing(new ProviderException(Kind.TRUNCATED, "cut"), new TextDelta("one "));

    assertThatThrownBy(() -> stream(cut, Optional.empty(), "one "))
        .isInstanceOf(IOException.class)
        .hasMessage("reset by peer");

    assertThat(second.calls()).isEmpty();
    assertThat(logged.ended())
        .singleElement()
        .extracting(CallEnded::outcome)
        .hasToString("abandoned");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPlatformThatTellsEndsTheWaitForTheServiceWithoutAWrite(boolean streamed) {
    ScriptedModel silent = ScriptedModel.silentAfter();
    Disconnection told =
        action ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (silent.calls().isEmpty()) {
                        Thread.onSpinWait();
                      }
                      action.run();
                    });

    assertThatThrownBy(
            () ->
                endpoint(silent, Optional.empty())
                    .completions(
                        body(streamed), Optional.empty(), info(told), (status, headers) -> NEVER))
        .isInstanceOf(IOException.class);

    assertThat(silent.calls()).hasSize(1);
    assertThat(second.calls()).isEmpty();
    assertThat(logged.ended())
        .singleElement()
        .extracting(CallEnded::outcome)
        .hasToString("abandoned");
  }

  /** Answers a call whose caller leaves once it has read {@code last}. */
  private void stream(ScriptedModel first, Optional<Duration> keepAlive, String last)
      throws Exception {
    endpoint(first, keepAlive)
        .completions(
            body(true), Optional.empty(), info(Disconnection.UNNOTICED), new Leaving(last));
  }

  private ChatEndpoint endpoint(ScriptedModel first, Optional<Duration> keepAlive) {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one", "b/two"))),
                Map.of("a", new RequestRules() {}, "b", new RequestRules() {})),
            Map.of("a", first, "b", second),
            logged);
    return new ChatEndpoint(gateway, Clock.systemUTC(), keepAlive);
  }

  private static CallInfo info(Disconnection disconnection) {
    return new CallInfo(
        "id",
        Caller.ANONYMOUS,
        Deadline.after(Duration.ofHours(1)),
        RoutingPreferences.NONE,
        Optional.empty(),
        FrontDoor.NONE,
        false,
        disconnection,
        Optional.empty());
  }

  private static byte[] body(boolean streamed) {
    return """
        {"model":"chat","stream":%s,"messages":[{"role":"user","content":"hi"}]}"""
        .formatted(streamed)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A connection whose other end closes it after some words. What is sent next is taken, and
   * answered with a reset, as TCP does it.
   */
  private record Leaving(String last) implements ResponseSink {
    @Override
    public OutputStream start(int status, Headers headers) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      return new OutputStream() {
        private boolean gone = last.isEmpty();
        private boolean reset;

        @Override
        public void write(int b) throws IOException {
          if (reset) {
            throw new IOException("reset by peer");
          }
          read.write(b);
        }

        @Override
        public void flush() {
          reset = gone;
          gone |= read.toString(StandardCharsets.UTF_8).contains(last);
        }
      };
    }
  }
}
