package dev.trefoil.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.TestEndpoints;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.JsonCallLog;
import dev.trefoil.gateway.RecordedCalls;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of requests that look while the model is asked. */
@Timeout(60)
class ParallelChecksTest {
  private static final ChatEvent[] ANSWER = {
    new TextDelta("all is well"),
    new ChoiceFinished(0, FinishReason.STOP),
    new Finished(new Usage(10, 5))
  };

  private final RecordedCalls recorded = new RecordedCalls();
  private final CountDownLatch modelAsked = new CountDownLatch(1);
  private final CountDownLatch checkAsked = new CountDownLatch(1);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final RecordedResponse response = new RecordedResponse();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theCheckAndTheModelAreUnderWayAtOnce(boolean stream) throws IOException {
    Check check =
        (texts, side, call) -> {
          checkAsked.countDown();
          await(modelAsked);
          return List.of();
        };
    ScriptedModel model =
        ScriptedModel.answeringAfter(
            () -> {
              modelAsked.countDown();
              await(checkAsked);
            },
            ANSWER);

    send(model, true, stream, entry(Outcome.BLOCK, check));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).contains("all is well");
  }

  @Test
  void allChecksLookAtOnce() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    Check check =
        (texts, side, call) -> {
          both.countDown();
          await(both);
          return List.of();
        };

    send(
        ScriptedModel.answering(ANSWER),
        true,
        true,
        entry(Outcome.BLOCK, check),
        entry(Outcome.BLOCK, check));

    assertThat(response.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsShownBeforeTheVerdict(boolean stream) throws IOException {
    Thread caller = Thread.currentThread();
    StringBuilder shown = new StringBuilder();
    Check check =
        (texts, side, call) -> {
          await(modelAsked);
          while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait(); // Until it waits for this.
          }
          shown.append(response.body());
          return List.of(Found.in(0, "hate"));
        };

    send(asked(ANSWER), true, stream, entry(Outcome.FLAG, check));

    assertThat(shown).isEmpty();
    assertThat(response.body()).contains("all is well");
    assertThat(response.header("x-trefoil-guardrails"))
        .isEqualTo("check;side=input;outcome=flag;found=\"hate\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aVerdictAgainstTheRequestEndsTheModelsAttempt(boolean stream) throws IOException {
    Check check =
        (texts, side, call) -> {
          await(modelAsked);
          return List.of(Found.in(0, "hate"));
        };
    ScriptedModel model = // Which would never end by itself.
        ScriptedModel.acting(
            (context, listener) -> {
              modelAsked.countDown();
              CountDownLatch cancelled = new CountDownLatch(1);
              context.cancellation().onCancel(cancelled::countDown);
              await(cancelled);
              throw new ProviderException(Kind.UNREACHABLE, "cancelled");
            });

    send(model, true, stream, entry(Outcome.BLOCK, check));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("content_filter", "'check': hate");
    assertThat(response.header("x-trefoil-trail"))
        .matches(
            "check;check=input;outcome=ok;ms=[0-9]+, azure/gpt-5.4;outcome=abandoned;ms=[0-9]+");
    CallEnded ended = recorded.ended().getLast();
    assertThat(ended.outcome()).hasToString("failed");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(
            "\"checks\":[{\"guardrail\":\"check\",\"side\":\"input\",\"outcome\":\"ok\","
                + "\"questions\":1,\"ms\":");
    assertThat(ended.trail().attempts())
        .singleElement()
        .extracting(Attempt::outcome)
        .isEqualTo(Attempt.ABANDONED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheModelHasSaidByThenIsNotShown(boolean stream) throws IOException {
    CountDownLatch said = new CountDownLatch(1);
    Check check =
        (texts, side, call) -> {
          await(said);
          return List.of(Found.in(0, "hate"));
        };
    ScriptedModel model = ScriptedModel.answeringAfter(said::countDown, ANSWER);

    send(model, true, stream, entry(Outcome.BLOCK, check));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).doesNotContain("all is well");
  }

  @Test
  void aCheckThatCannotBeHadEndsTheCallWhereNothingPassesUnchecked() throws IOException {
    send(asked(ANSWER), true, true, entry(Outcome.BLOCK, absent()));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).contains("guardrail_unavailable").doesNotContain("all is well");
  }

  @Test
  void anOpenRouteGoesOnAndSaysSo() throws IOException {
    send(asked(ANSWER), false, false, entry(Outcome.BLOCK, absent()));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("x-trefoil-guardrails"))
        .isEqualTo("check;side=input;outcome=unchecked");
  }

  @Test
  void aVerdictSaysMoreThanAModelThatHasFailedBeforeIt() throws IOException {
    CountDownLatch failed = new CountDownLatch(1);
    Check check =
        (texts, side, call) -> {
          await(failed);
          return List.of(Found.in(0, "hate"));
        };
    ScriptedModel model =
        ScriptedModel.failingAfter(
            failed::countDown, new ProviderException(Kind.INVALID, "no such field"));

    send(model, true, false, entry(Outcome.BLOCK, check));

    assertThat(response.status()).isEqualTo(400);
    // The model's own failure may stand among the attempts, where it was quicker than the verdict.
    assertThat(response.body())
        .startsWith(
            "{\"error\":{\"message\":\"The request was refused by the guardrail 'check': hate.\"")
        .contains("content_filter");
  }

  @Test
  void whatMasksAndWhatAsksNobodyIsWaitedFor() throws IOException {
    Check masks = (texts, side, call) -> List.of(new Found("name", 0, 0, 2));
    Check sees =
        (texts, side, call) ->
            texts.equals(List.of("[NAME_1]")) ? List.of() : List.of(Found.in(0, "another-text"));
    ScriptedModel model = ScriptedModel.answering(ANSWER);

    send(model, true, false, entry(Outcome.MASK, masks), entry(Outcome.BLOCK, sees));

    assertThat(response.status()).isEqualTo(200);
    assertThat(((Part.Text) model.requests().getFirst().messages().getFirst().parts().getFirst()))
        .isEqualTo(new Part.Text("[NAME_1]"));
  }

  @Test
  void whatIsNotAskedOfAModelWaits() throws IOException {
    Check check = (texts, side, call) -> List.of(Found.in(0, "hate"));

    send(
        ScriptedModel.answering(ANSWER),
        "/v1/messages/count_tokens",
        true,
        false,
        entry(Outcome.BLOCK, check));

    assertThat(response.status()).isEqualTo(400);
  }

  private static Check absent() {
    return (texts, side, call) -> {
      throw new UncheckedTextException("down", null);
    };
  }

  private ScriptedModel asked(ChatEvent... events) {
    return ScriptedModel.doing(modelAsked::countDown, events);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static DeclaredCheck entry(Outcome outcome, Check check) {
    return new DeclaredCheck("check", outcome, true, false, Optional.empty(), check);
  }

  private void send(ScriptedModel model, boolean closed, boolean stream, DeclaredCheck... checks)
      throws IOException {
    send(model, "/v1/chat/completions", closed, stream, checks);
  }

  private void send(
      ScriptedModel model, String path, boolean closed, boolean stream, DeclaredCheck... checks)
      throws IOException {
    List<List<DeclaredCheck>> input = List.of(checks).stream().map(List::of).toList();
    Gateway gateway =
        TestGateway.of(
            TrefoilConfig.parse(
                    """
                    auth: none
                    services:
                      azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
                    guardrails: {checks: {it: {kind: rules, pii: [email]}}, input: [it]}
                    routes: {chat: {targets: [azure/gpt-5.4], retry: {retries: 0}}}
                    """,
                    Map.of())
                .routing(),
            Map.of("azure", model),
            new CallEvents(
                List.of(
                    recorded,
                    new JsonCallLog(
                        new PrintStream(log, true, StandardCharsets.UTF_8),
                        InstantSource.system()))),
            Optional.empty(),
            (guarding, places, call, found) ->
                new CallGuard(
                    new Checks(input, places, closed, call, found),
                    new Checks(List.of(), places, closed, call, found),
                    200,
                    true));
    String body =
        """
        {"model":"chat","stream":%s,"max_tokens":50,"messages":[{"role":"user","content":"me"}]}"""
            .formatted(stream);
    TestEndpoints.over(gateway, Authenticator.NONE, HttpSettings.of(1 << 20))
        .handle(
            new HttpCall(
                "POST",
                path,
                new Headers().set("content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
  }
}
