package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Allowance.Window;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.RecordedCalls;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget that is reserved before a call is paid for and settled after it, by the doors. */
@Timeout(60)
class AdmissionTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
      routes:
        chat: {targets: [azure/gpt-5.4]}
        cheap: {targets: [azure/gpt-5.4-mini]}
      """;

  /** Of the 1,000 tokens and 100 that the model says it has counted. */
  private static final double COST = 0.004;

  /** Of 1,000 tokens that the answer may have, and the few of the prompt. */
  private static final double MOST = 0.016;

  private final RecordedCalls recorded = new RecordedCalls();

  @Test
  void whatACallMayCostIsHeldWhileItIsMadeAndWhatItHasCostIsKept() throws IOException {
    Budget budget = new Budget(1);
    AtomicReference<Double> held = new AtomicReference<>();

    assertThat(chat(budget, saying(() -> held.set(budget.held()))).status()).isEqualTo(200);

    assertThat(held.get()).isBetween(0.015, MOST);
    assertThat(budget.held()).isCloseTo(0, within(1e-9));
    assertThat(budget.spent()).isCloseTo(COST, within(1e-9));
    assertThat(budget.settled).hasSize(1);
  }

  @Test
  void aCallThatPassesTheBudgetIsRefusedBeforeAnythingIsAskedOrTold() throws IOException {
    Budget budget = new Budget(0.01);
    ScriptedModel model = saying(() -> {});

    RecordedResponse refused = chat(budget, model);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body())
        .contains(
            "\"code\":\"insufficient_quota\"",
            "\"type\":\"insufficient_quota\"",
            "The budget is spent.");
    assertThat(refused.header("x-should-retry")).isEqualTo("false");
    assertThat(model.calls()).isEmpty();
    assertThat(recorded.all()).isEmpty();
    assertThat(budget.settled).isEmpty();
  }

  @Test
  void aLimitThatPassesByWaitingSaysWhen() throws IOException {
    Admission limit =
        (call, plan, needs) -> {
          throw new AdmissionException(
              Reason.LIMIT, "Too many calls a minute.", Optional.of(Duration.ofMillis(1500)));
        };

    for (String path : new String[] {"/v1/chat/completions", "/v1/embeddings"}) {
      RecordedResponse refused = post(limit, saying(() -> {}), path);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("\"code\":\"rate_limit_exceeded\"");
      assertThat(refused.header("retry-after")).isEqualTo("2");
    }
  }

  @Test
  void aSpentBudgetSendsTheCallToItsCheaperRoute() throws IOException {
    Admission spent =
        (call, plan, needs) -> {
          if (plan.route().equals("cheap")) {
            return Admission.Reservation.NONE;
          }
          throw new AdmissionException(
              Reason.BUDGET, "spent", Optional.empty(), Optional.empty(), Optional.of("cheap"));
        };

    RecordedResponse answer = chat(spent, saying(() -> {}));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-trefoil-model")).isEqualTo("gpt-5.4-mini");
    assertThat(recorded.ended().getFirst().call().route()).isEqualTo("cheap");
  }

  @Test
  void aCheaperRouteThatIsRefusedTooIsTheEndOfIt() throws IOException {
    Admission spent =
        (call, plan, needs) -> {
          throw new AdmissionException(
              Reason.BUDGET, "spent", Optional.empty(), Optional.empty(), Optional.of("cheap"));
        };

    assertThat(chat(spent, saying(() -> {})).status()).isEqualTo(429);
    assertThat(recorded.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions {\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
        "/v1/chat/completions {\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
        "/v1/responses {\"input\":\"hi\"}",
        "/v1/responses {\"input\":\"hi\",\"stream\":true}",
        "/v1/messages {\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
        "/v1/messages {\"max_tokens\":5,\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
      })
  void whatIsLeftIsSaidWithEveryAnswerAndRefusalOfEachDoor(String call) throws IOException {
    String path = call.substring(0, call.indexOf(' '));
    String body = "{\"model\":\"chat\"," + call.substring(call.indexOf(' ') + 2);
    Allowance left =
        new Allowance(
            Optional.of(new Window(60, 0, Duration.ofSeconds(61))),
            Optional.empty(),
            List.of("all calls: 90% of usdPerDay (1)"));
    Admission.Reservation held =
        new Admission.Reservation() {
          @Override
          public void settle(Trail trail) {}

          @Override
          public Optional<Allowance> allowance() {
            return Optional.of(left);
          }
        };
    Admission refusing =
        (asked, plan, needs) -> {
          throw new AdmissionException(
              Reason.LIMIT,
              "Too many.",
              Optional.of(Duration.ofSeconds(1)),
              Optional.of(left),
              Optional.empty());
        };

    RecordedResponse answered = send((asked, plan, needs) -> held, saying(() -> {}), path, body);
    RecordedResponse refused = send(refusing, saying(() -> {}), path, body);

    assertThat(answered.status()).isEqualTo(200);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).isEqualTo("1");
    for (RecordedResponse one : List.of(answered, refused)) {
      assertThat(one.header("x-ratelimit-limit-requests")).isEqualTo("60");
      assertThat(one.header("x-ratelimit-remaining-requests")).isEqualTo("0");
      assertThat(one.header("x-ratelimit-reset-requests")).isEqualTo("1m1s");
      assertThat(one.header("x-trefoil-budget-warning")).startsWith("all calls: 90%");
    }
  }

  @Test
  void aCallThatFailsIsSettledByWhatItHasUsed() throws IOException {
    Budget budget = new Budget(1);
    ScriptedModel model = ScriptedModel.failing(new ProviderException(Kind.INVALID, "no"));

    assertThat(chat(budget, model).status()).isEqualTo(400);

    assertThat(budget.held()).isCloseTo(0, within(1e-9));
    assertThat(budget.spent()).isZero();
    assertThat(budget.settled)
        .singleElement()
        .satisfies(trail -> assertThat(trail.attempts()).hasSize(1));
  }

  @Test
  void aSettlementThatFailsLosesNoAnswer() throws IOException {
    Admission broken =
        (call, plan, needs) ->
            trail -> {
              throw new IllegalStateException("the store is down");
            };

    assertThat(chat(broken, saying(() -> {})).status()).isEqualTo(200);
    assertThat(recorded.ended()).hasSize(1);
  }

  @Test
  void callsAtOnceNeverPassTheBudget() throws Exception {
    Budget budget = new Budget(5 * MOST);
    List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        threads.submit(() -> statuses.add(chat(budget, saying(Thread::yield)).status()));
      }
    }

    assertThat(statuses).hasSize(100).containsOnly(200, 429);
    long answered = statuses.stream().filter(status -> status == 200).count();
    assertThat(answered).isBetween(5L, 20L);
    assertThat(budget.spent()).isCloseTo(answered * COST, within(1e-9)).isLessThan(5 * MOST);
    assertThat(budget.held()).isCloseTo(0, within(1e-9));
  }

  private RecordedResponse chat(Admission admission, ScriptedModel model) throws IOException {
    return post(admission, model, "/v1/chat/completions");
  }

  private RecordedResponse post(Admission admission, ScriptedModel model, String path)
      throws IOException {
    String body =
        path.endsWith("embeddings")
            ? "{\"model\":\"chat\",\"input\":\"hi\"}"
            : "{\"model\":\"chat\",\"max_tokens\":1000,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    return send(admission, model, path, body);
  }

  private RecordedResponse send(Admission admission, ScriptedModel model, String path, String body)
      throws IOException {
    Gateway gateway =
        TestGateway.of(
            TrefoilConfig.parse(CONFIG, Map.of()).routing(),
            Map.of("azure", model),
            new CallEvents(List.of(recorded)),
            admission);
    RecordedResponse response = new RecordedResponse();
    TestEndpoints.over(gateway, Authenticator.NONE, HttpSettings.of(1 << 20))
        .handle(
            new HttpCall(
                "POST",
                path,
                new Headers().set("content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
    return response;
  }

  private static ScriptedModel saying(Runnable work) {
    return ScriptedModel.doing(
        work,
        new TextDelta("hi"),
        new ChoiceFinished(0, FinishReason.STOP),
        new Finished(new Usage(1000, 100)));
  }

  /**
   * In memory: holds the most that a call's dearest target may cost, and keeps what it has cost.
   */
  private static final class Budget implements Admission {
    private final double limitUsd;
    private final List<Trail> settled = new ArrayList<>();
    private double held;
    private double spent;

    Budget(double limitUsd) {
      this.limitUsd = limitUsd;
    }

    @Override
    public synchronized Reservation admit(Call call, Plan plan, Requirements needs)
        throws AdmissionException {
      double most = plan.steps().stream().mapToDouble(step -> most(step, needs)).max().orElse(0);
      if (spent + held + most > limitUsd) {
        throw new AdmissionException(Reason.BUDGET, "The budget is spent.", Optional.empty());
      }
      held += most;
      return trail -> settle(most, trail);
    }

    private static double most(Step step, Requirements needs) {
      Usage most =
          new Usage(
              (int) needs.size().tokens(step.model().family()),
              needs.chat().orElseThrow().settings().maxTokens().orElseThrow());
      return step.price().orElseThrow().of(most);
    }

    private synchronized void settle(double reserved, Trail trail) {
      held -= reserved;
      spent += trail.costUsd().orElse(0);
      settled.add(trail);
    }

    synchronized double held() {
      return held;
    }

    synchronized double spent() {
      return spent;
    }
  }
}
