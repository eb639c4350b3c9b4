package dev.trefoil.fallback;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerRejectedException;
import dev.trefoil.attempt.AnswerSink;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.AttemptProgress;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.StreamedOperation;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Usage;
import dev.trefoil.continuation.Continuation;
import dev.trefoil.continuation.DeliveredText;
import dev.trefoil.continuation.UnusableContinuationException;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.LearnedLimit;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.Recovery;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.SchemaFit;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.PromptSize;
import dev.trefoil.routing.Step;
import dev.trefoil.routing.TargetRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A chat answer. A streamed one is passed on as it comes, and one that is cut is gone on with; a
 * plain one, and one that has to pass a quality gate, is kept until it is whole.
 */
final class ChatOperation implements StreamedOperation {
  private final Map<String, ModelService> services;
  private final HealthBook health;
  private final ChatRequest request;
  private final Plan plan;
  private final Policy policy;
  private final AnswerEvaluator quality;
  private final AnswerListener listener;
  private final Call call;
  private final boolean live;
  private final DeliveredText sent;
  private final Optional<SchemaTracker> schemas;

  /** What is done to the request for targets that have refused it meanwhile. */
  private final Map<Target, List<RequestChange>> otherwise = new ConcurrentHashMap<>();

  private Usage used = Usage.NONE;
  private boolean estimated;
  private Optional<RuntimeException> refusal = Optional.empty();
  private Optional<BufferingSink> rejected = Optional.empty();
  private boolean deliveredRejected;
  private boolean unusable;

  /** Whether the attempt that is made asks for the whole answer in place of a stream. */
  private boolean whole;

  /** Whether an attempt that did has waited in vain. */
  private boolean tookTooLong;

  ChatOperation(
      Map<String, ModelService> services,
      HealthBook health,
      ChatRequest request,
      Plan plan,
      AnswerEvaluator quality,
      AnswerListener listener,
      Call call) {
    this.services = services;
    this.health = health;
    this.request = request;
    this.plan = plan;
    this.policy = plan.policy();
    this.quality = quality;
    this.listener = listener;
    this.call = call;
    this.live = request.stream() && plan.policy().gate().isEmpty() && !call.frontDoor().buffers();
    this.schemas = SchemaTracker.of(request, quality);
    this.sent =
        new DeliveredText(
            policy.recovery() == Recovery.CONTINUE
                && request.settings().choices() == 1
                && request.settings().topLogprobs().isEmpty());
  }

  @Override
  public void attempt(Step step, Trail before, CallContext context, AttemptProgress progress)
      throws ProviderException, AnswerRejectedException {
    AnswerSink sink = sink(step, before, progress);
    try {
      ask(step, context, new Received(sink, progress));
    } catch (ProviderException e) {
      sink.cut();
      throw e;
    } catch (UnusableContinuationException e) {
      unusable = true;
      throw new ProviderException(ProviderException.Kind.TRUNCATED, e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      sink.cut();
      throw e;
    }
    if (!request.stream()) {
      health.of(step.target()).gaveWhole(progress.took());
    }
    sink.end();
  }

  /**
   * All that a stream shows more is that a model is at work. That need not be known of one whose
   * answers are whole in less than half of the time after which it would be given up.
   */
  @Override
  public boolean asksWhole(Step step, Duration room) {
    whole =
        !request.stream()
            && !tookTooLong
            && policy.mayAskWhole()
            && TargetRequest.streams(request, step, policy)
            && health
                .of(step.target())
                .slowestWhole()
                .filter(slowest -> slowest.multipliedBy(2).compareTo(room) <= 0)
                .isPresent();
    return whole;
  }

  @Override
  public void tookTooLong(Step step) {
    tookTooLong = true;
    health.of(step.target()).tookTooLong();
  }

  /** What the caller has already is told to the model. */
  @Override
  public void ask(Step step, CallContext context, ChatListener events) throws ProviderException {
    ChatRequest asked = asked(step);
    long most = Math.min(policy.maxResponseBytes(), call.frontDoor().mostBytes());
    try {
      services
          .get(step.target().service())
          .chat()
          .chat(asked, step.target().model(), context, new ReceivedAnswer(events, most));
    } catch (ReceivedAnswer.TooLargeException e) {
      String door =
          call.frontDoor()
              .limit()
              .filter(limit -> limit.bytes() == most)
              .map(limit -> ", and " + limit.door() + " takes no more")
              .orElse("");
      throw new ProviderException(
          ProviderException.Kind.RESPONSE_TOO_LARGE, e.getMessage() + door, e);
    } catch (ProviderException e) {
      if (e.kind() == ProviderException.Kind.UNSUPPORTED) {
        ChatRequest whole = TargetRequest.withDefaults(request, step, policy);
        LearnedLimit.of(whole, e).forEach(limit -> health.learn(step.target(), limit));
      }
      throw e;
    }
  }

  @Override
  public boolean canAskOtherwise(Step step) {
    List<RequestChange> changes = changes(TargetRequest.withDefaults(request, step, policy), step);
    boolean can =
        !isContinuation()
            && !RequestChange.refuse(changes)
            && !described(changes).equals(described(changed(step).changes()));
    if (can) {
      otherwise.put(step.target(), changes);
    }
    return can;
  }

  private static List<String> described(List<RequestChange> changes) {
    List<String> words = RequestChange.dropped(changes);
    words.addAll(RequestChange.altered(changes));
    return words;
  }

  private List<RequestChange> changes(ChatRequest asked, Step step) {
    return TargetRequest.changes(asked, step, policy.strict(), health.limits(step.target()));
  }

  /** The step as it is now, after what its target has refused. */
  private Step changed(Step step) {
    return step.withChanges(otherwise.getOrDefault(step.target(), step.changes()));
  }

  /** Hands what a target gives to the sink of its attempt, on the thread that makes the call. */
  private record Received(AnswerSink sink, AttemptProgress progress) implements ChatListener {
    @Override
    public void onEvent(ChatEvent event) {
      sink.take(event);
    }

    @Override
    public void alive() {
      progress.alive();
    }

    @Override
    public void onBurst(boolean goesOn) {
      sink.burst(goesOn);
    }
  }

  @Override
  public AnswerSink sink(Step step, Trail before, AttemptProgress progress) {
    if (isContinuation()) {
      schemas.ifPresent(SchemaTracker::unheld);
    }
    return live
        ? new StreamingSink(this, step, before, progress)
        : new BufferingSink(this, step, before, progress);
  }

  private ChatRequest asked(Step step) throws ProviderException {
    if (!isContinuation()) {
      ChatRequest asked = TargetRequest.of(request, changed(step), policy);
      return whole ? asked.withStream(false) : asked;
    }
    ChatRequest rest =
        Continuation.of(
            TargetRequest.withDefaults(request, step, policy),
            sent.text(),
            PromptSize.of(sent.text()).tokens(step.model().family()));
    return TargetRequest.changed(rest, changes(rest, step));
  }

  /** Whether the next attempt is to go on with what was sent of the answer's text. */
  boolean isContinuation() {
    return sent.length() > 0;
  }

  /** An answer begins. */
  void begin(Step step, Trail trail, AttemptProgress progress) {
    SchemaFit fit = fit(step);
    if (!fit.held()) {
      schemas.ifPresent(SchemaTracker::unheld);
    }
    List<RequestChange> changes = changed(step).changes();
    if (!fit.described().isEmpty()) {
      changes = new ArrayList<>(changes);
      changes.addAll(fit.described());
    }
    AnswerStart start = new AnswerStart(step.target(), trail, changes);
    progress.beginDelivery();
    try {
      listener.onStart(start);
    } catch (RuntimeException | Error e) {
      refuse(e);
    } finally {
      progress.endDelivery();
    }
  }

  /** Asked of what the caller wants held, which the target may not have been told. */
  private SchemaFit fit(Step step) {
    return services.get(step.target().service()).chat().schemas(request, step.target().model());
  }

  /** Whether the answer holds to the request's schemas, where its services did not see to it. */
  Optional<SchemaFinding> schemas() {
    return schemas.flatMap(SchemaTracker::finding);
  }

  /** Passes an event on to the caller, unless it has left. */
  void pass(ChatEvent event, AttemptProgress progress) {
    sent.add(event);
    schemas.ifPresent(watch -> watch.take(event));
    if (refusal.isEmpty()) {
      progress.beginDelivery();
      try {
        listener.onEvent(event);
      } catch (RuntimeException | Error e) {
        refuse(e);
      } finally {
        progress.endDelivery();
      }
    }
  }

  /** Tells the caller's side whether what follows has come already, unless the caller has left. */
  void burst(boolean goesOn, AttemptProgress progress) {
    if (refusal.isEmpty()) {
      progress.beginDelivery();
      try {
        listener.onBurst(goesOn);
      } catch (RuntimeException | Error e) {
        refuse(e);
      } finally {
        progress.endDelivery();
      }
    }
  }

  @Override
  public void beforeAnother() {
    if (sent.begun() && refusal.isEmpty()) {
      try {
        listener.onContinuation();
      } catch (RuntimeException | Error e) {
        refuse(e);
      }
    }
  }

  private void refuse(Throwable thrown) {
    RuntimeException refused =
        thrown instanceof RuntimeException known
            ? known
            : new IllegalStateException("what answers the caller failed", thrown);
    refusal = Optional.of(refused);
    if (policy.onDisconnect() == OnDisconnect.CANCEL) {
      throw refused;
    }
  }

  @Override
  public boolean callerLeft() {
    return refusal.isPresent() || call.gone().isCancelled();
  }

  /** The end of an answer, with our own count where the service has none. */
  Finished counted(Finished end, Step step, AnswerCount count, AttemptProgress progress) {
    if (!end.usage().equals(Usage.NONE)) {
      progress.counted(end.usage());
      return end;
    }
    progress.estimated(estimate(step, count));
    return new Finished(progress.usage(), end.serviceTier());
  }

  /** What an attempt is taken to have used. */
  Usage estimate(Step step, AnswerCount count) {
    return count.usage(request, step.model().family());
  }

  /**
   * Adds what an attempt used whose answer the caller has a part of; returns all of it.
   *
   * @param estimate whether it is our own count
   */
  Usage use(Usage more, boolean estimate) {
    used = used.plus(more);
    estimated |= estimate;
    return used;
  }

  /** Whether any of {@link #used} is our own count. */
  boolean isEstimated() {
    return estimated;
  }

  Usage used() {
    return used;
  }

  DeliveredText sent() {
    return sent;
  }

  /** Why a whole answer will not do; empty where it will, or nobody reads it. */
  Optional<String> judge(String text, AttemptProgress progress) {
    if (policy.gate().isEmpty() || callerLeft()) {
      return Optional.empty();
    }
    AnswerEvaluator.Verdict verdict = quality.judge(plan, request, text, call);
    progress.spent(verdict.costUsd());
    return verdict.objection();
  }

  /** Keeps an answer that will not do for want of a better one. */
  void reject(BufferingSink answer) {
    rejected = Optional.of(answer);
  }

  /** Whether the answer that was given passes the route's gate; empty where there is none. */
  Optional<Boolean> gatePassed() {
    return policy.gate().map(gate -> !deliveredRejected);
  }

  /** Whether an answer of several targets' words has the form that was asked for. */
  boolean isWellFormed(String text) {
    return request.format() instanceof ResponseFormat.Text || quality.isJson(text);
  }

  @Override
  public boolean thinks(Step step) {
    boolean comesWhole = !TargetRequest.streams(request, step, policy);
    return comesWhole
        || TargetRequest.reasoningEffort(request, step, policy)
            .map(effort -> !effort.equals("none"))
            .orElse(step.model().thinksFirst());
  }

  @Override
  public boolean begun() {
    return sent.begun();
  }

  @Override
  public boolean canGoOn() {
    return !sent.begun() || sent.isTextOnly() && !unusable;
  }

  @Override
  public Optional<RuntimeException> refusal() {
    return refusal;
  }

  @Override
  public boolean deliverRejected() {
    rejected.ifPresent(BufferingSink::deliver);
    deliveredRejected = rejected.isPresent();
    return deliveredRejected;
  }
}
