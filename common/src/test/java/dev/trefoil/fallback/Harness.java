package dev.trefoil.fallback;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Timer;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.MovedClock;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Defaults;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.PromptCaching;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.Recovery;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The attempt loop over scripted models a, b, c, in this order; the call's time and all pauses are
 * the test's to move. The watch of a single attempt runs by real time, unless it is given another;
 * by real time only the silence of models that are silent is limited, since on a busy machine any
 * model may be.
 */
final class Harness {
  static final ChatEvent END = new Finished(new Usage(10, 5));
  static final ChatEvent STOP = new ChoiceFinished(0, FinishReason.STOP);
  static final Price PRICE = new Price(1_000_000, 2_000_000, 0, 0);

  final MovedClock clock = new MovedClock();
  final AtomicLong nanos = new AtomicLong();
  final List<Duration> pauses = new ArrayList<>();
  Recorder answer = new Recorder();
  final Map<String, ModelService> models = new LinkedHashMap<>();
  final List<Step> steps = new ArrayList<>();
  HealthBook health = new HealthBook(BreakerSettings.DEFAULTS, clock, new Random(1));
  AttemptLimits limits =
      new AttemptLimits(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofMillis(30));
  RetryPolicy retry = new RetryPolicy(1, Duration.ofMillis(200), Duration.ofSeconds(3));
  Recovery recovery = Recovery.CONTINUE;
  Hedging hedging = new Hedging.Off();
  OnDisconnect onDisconnect = OnDisconnect.CANCEL;
  StreamInside streamInside = StreamInside.ALWAYS;
  Optional<QualityGate> gate = Optional.empty();
  Set<Kind> returned = Set.of();
  OptionalDouble temperature = OptionalDouble.empty();
  OptionalInt maxTokens = OptionalInt.empty();
  long maxResponseBytes = Policy.LARGEST_RESPONSE;
  AnswerEvaluator quality = new PlainQuality();
  Timer timer = Timer.REAL;
  Runnable duringPauses = () -> {};

  Harness(ScriptedModel... scripted) {
    for (int i = 0; i < scripted.length; i++) {
      String name = Character.toString('a' + i);
      models.put(name, scripted[i]);
      steps.add(step(name, Capabilities.unknown("m")));
    }
  }

  Step step(String service, Capabilities model) {
    return step(new Target(service, "m"), model);
  }

  Step step(Target target) {
    return step(target, Capabilities.unknown(target.model()));
  }

  private Step step(Target target, Capabilities model) {
    return new Step(
        target,
        model,
        new RequestRules() {},
        limits,
        Optional.empty(),
        Optional.of(PRICE),
        "unknown",
        List.of());
  }

  /** The loop's answer, within an hour. */
  Answered chat(boolean stream) throws CallFailedException {
    return chat(request(stream), Duration.ofHours(1));
  }

  Answered chat(ChatRequest request, Duration time) throws CallFailedException {
    return chat(request, new Call("id", Deadline.after(time, nanos::get)));
  }

  Answered chat(ChatRequest request, Call call) throws CallFailedException {
    FallbackLoop loop =
        new FallbackLoop(
            models,
            health,
            quality,
            (time, gone) -> {
              pauses.add(time);
              nanos.addAndGet(time.toNanos());
              duringPauses.run();
            },
            new Random(42),
            timer);
    HeardAttempts heard = new HeardAttempts();
    Plan plan = new Plan("route", limited(), policy(), List.of());
    try {
      Answered answered = loop.chat(plan, request, call, answer, heard);
      heard.requireAllOf(answered.trail());
      return answered;
    } catch (CallFailedException e) {
      heard.requireAllOf(e.trail());
      throw e;
    } catch (AbandonedException e) {
      heard.requireAllOf(e.trail());
      throw e;
    }
  }

  private List<Step> limited() {
    return steps.stream()
        .map(
            step ->
                new Step(
                    step.target(),
                    step.model(),
                    step.rules(),
                    timer == Timer.REAL ? inRealTime(step) : limits,
                    step.instructions(),
                    step.price(),
                    step.residency(),
                    step.changes()))
        .toList();
  }

  private AttemptLimits inRealTime(Step step) {
    ModelService model = models.get(step.target().service());
    boolean silent = model instanceof ScriptedModel scripted && scripted.isSilentAtOnce();
    boolean stalls = model instanceof ScriptedModel scripted && scripted.stalls();
    return new AttemptLimits(
        silent ? limits.firstToken() : Duration.ofHours(1),
        silent ? limits.firstTokenThinking() : Duration.ofHours(1),
        silent || stalls ? limits.stall() : Duration.ofHours(1));
  }

  private Policy policy() {
    return new Policy(
        retry,
        recovery,
        hedging,
        onDisconnect,
        streamInside,
        gate,
        returned,
        Optional.empty(),
        new Defaults(temperature, OptionalDouble.empty(), maxTokens, Optional.empty()),
        Optional.empty(),
        PromptCaching.CALLERS,
        false,
        maxResponseBytes);
  }

  static ChatRequest request(boolean stream) {
    return new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, stream);
  }

  static ScriptedModel failing(Kind kind, ChatEvent... before) {
    return ScriptedModel.failing(failure(kind), before);
  }

  static ProviderException failure(Kind kind) {
    return new ProviderException(kind, "for the test");
  }

  static ScriptedModel saying(String... pieces) {
    List<ChatEvent> events = new ArrayList<>(texts(pieces));
    events.add(STOP);
    events.add(END);
    return ScriptedModel.answering(events.toArray(ChatEvent[]::new));
  }

  /** Gives some text and fails. */
  static ScriptedModel cutAfter(Kind kind, String... pieces) {
    return failing(kind, texts(pieces).toArray(ChatEvent[]::new));
  }

  static List<ChatEvent> texts(String... pieces) {
    List<ChatEvent> events = new ArrayList<>();
    for (String piece : pieces) {
      events.add(new TextDelta(piece));
    }
    return events;
  }

  /** A model with a window of so many tokens. */
  static Capabilities window(long tokens) {
    return capabilities(true, false, OptionalLong.of(tokens));
  }

  /** A model of which all is known that the loop looks at. */
  static Capabilities capabilities(
      boolean toolsInStream, boolean thinksFirst, OptionalLong contextWindow) {
    return new Capabilities(
        "m",
        true,
        true,
        true,
        true,
        toolsInStream,
        true,
        true,
        true,
        true,
        Capabilities.Reasoning.EFFORT,
        thinksFirst,
        false,
        Optional.empty(),
        contextWindow,
        OptionalLong.empty());
  }

  static List<String> recorder(Trail trail) {
    return trail.attempts().stream()
        .map(attempt -> attempt.target().service() + " " + attempt.outcome())
        .toList();
  }

  /** Knows JSON by its braces, and accepts everything. */
  static class PlainQuality implements AnswerEvaluator {
    @Override
    public SchemaFinding check(String schema, String text) {
      return text.contains("wrong") ? SchemaFinding.FAILED : SchemaFinding.PASSED;
    }

    @Override
    public boolean isJson(String text) {
      return text.startsWith("{") && text.endsWith("}");
    }

    @Override
    public Optional<String> whyNot(Plan plan, ChatRequest request) {
      return Optional.empty();
    }

    @Override
    public Verdict judge(Plan plan, ChatRequest request, String text, Call call) {
      return text.length() < plan.policy().gate().orElseThrow().minLength()
          ? new Verdict(Optional.of("too short"), 0)
          : Verdict.FINE;
    }
  }

  /** Notes what it is told. */
  static class Recorder implements AnswerListener {
    final List<ChatEvent> events = new ArrayList<>();
    final List<AnswerStart> starts = new ArrayList<>();
    final Set<Thread> threads = new HashSet<>();
    Optional<RuntimeException> refusal = Optional.empty();

    @Override
    public void onStart(AnswerStart start) {
      starts.add(start);
    }

    @Override
    public void onEvent(ChatEvent event) {
      threads.add(Thread.currentThread());
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      events.add(event);
    }

    String text() {
      StringBuilder text = new StringBuilder();
      for (ChatEvent event : events) {
        if (event instanceof TextDelta delta) {
          text.append(delta.text());
        }
      }
      return text.toString();
    }

    Usage usage() {
      return ((Finished) events.getLast()).usage();
    }
  }
}
