package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.CallSpan;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job stays within the trace of whoever asked for it, however long it lies on a queue. */
class JobTraceTest extends JobFixture {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final List<Optional<Traceparent>> seen = new ArrayList<>();

  @BeforeEach
  void watchTheModel() {
    model =
        ScriptedModel.acting(
            (context, listener) -> {
              seen.add(context.trace());
              listener.onEvent(new TextDelta("ok"));
              listener.onEvent(STOP);
              listener.onEvent(END);
            });
  }

  @Test
  void aJobsCallAndItsCallbackBelongToTheTraceOfItsSubmission() throws Exception {
    post("/v1/jobs", HI, Map.of("traceparent", TRACE, "x-trefoil-callback", "done"));
    String message = onlyMessage();
    assertThat(message)
        .isEqualTo("{\"id\":\"" + id(message) + "\",\"traceparent\":\"" + TRACE + "\"}");
    assertThat(memory.text(id(message)).orElseThrow())
        .contains("\"traceparent\":\"" + TRACE + "\"");

    assertThat(deliver("m1", "{\"id\":\"" + id(message) + "\"}")).isEqualTo(new Ack());

    assertThat(seen).containsExactly(Optional.of(new Traceparent(TRACE)));
    assertThat(memory.sent().getLast().body())
        .contains("\"status\":\"succeeded\",\"traceparent\":\"" + TRACE + "\"");
  }

  /** Whatever process makes it, and whenever. */
  @Test
  void whereTracesAreWrittenTheJobsCallIsAChildOfItsSubmission() throws Exception {
    List<CallSpan> begun = new ArrayList<>();
    tracing =
        call -> {
          CallSpan span =
              new CallSpan(Traceparent.of(TRACE.substring(3, 35), 7, true), call.trace());
          begun.add(span);
          return call.within(span);
        };
    post("/v1/jobs", HI, Map.of("traceparent", TRACE));

    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(begun).hasSize(1);
    assertThat(begun.getFirst().parent()).contains(new Traceparent(TRACE));
    assertThat(seen).containsExactly(Optional.of(begun.getFirst().attempt(1)));
  }

  @Test
  void aMessageThatBringsItsRequestMayBringItsTrace() {
    String message = "{\"id\":\"a\",\"request\":" + HI + ",\"traceparent\":\"" + TRACE + "\"}";

    assertThat(deliver("m1", message)).isEqualTo(new Ack());

    assertThat(seen).containsExactly(Optional.of(new Traceparent(TRACE)));
  }

  @Test
  void aMessageThatIsPutBackKeepsItsTrace() throws IOException {
    post("/v1/jobs", HI, Map.of("traceparent", TRACE));
    String message = onlyMessage();
    model = ScriptedModel.failing(new ProviderException(Kind.THROTTLED, "slow down"));

    assertThat(deliver("m1", message)).isInstanceOf(Retry.class);
    assertThat(service(model).delaying().handle(new QueueMessage("m1", message), deadline()))
        .isEqualTo(new Ack());

    assertThat(memory.sent().getLast().body()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "z", "00-0-0-0"})
  void whatIsNoTraceIsNone(String header) throws Exception {
    post("/v1/jobs", HI, Map.of("traceparent", header));
    String message = onlyMessage();

    assertThat(message).isEqualTo("{\"id\":\"" + id(message) + "\"}");
    assertThat(deliver("m1", message)).isEqualTo(new Ack());
    assertThat(
            deliver(
                "m2", "{\"id\":\"a\",\"request\":" + HI + ",\"traceparent\":\"" + header + "\"}"))
        .isEqualTo(new Ack());
    assertThat(seen).containsExactly(Optional.empty(), Optional.empty());
  }
}
