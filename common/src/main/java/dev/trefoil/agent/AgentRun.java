package dev.trefoil.agent;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.Answered;
import dev.trefoil.provider.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks a model, calls the tools that it wants called, and asks again with what they gave, until it
 * answers, wants something that the caller has to do, or a limit is met. Of one thread.
 *
 * @param <E> why a model has no answer, for whoever asked for the run
 */
public final class AgentRun<E extends Exception> {
  /** With less than this left, no model is asked any more. */
  private static final Duration LEAST = Duration.ofMillis(500);

  private static final String MAYBE =
      "This call may have been made already, by a process that ended before it could say so. It is"
          + " not made again, since it is not idempotent: what it did is not known.";

  /** Asks a model once. */
  @FunctionalInterface
  public interface Models<E extends Exception> {
    /**
     * Asks once; blocks until the answer is complete.
     *
     * @throws E when there is none
     */
    Answered ask(ChatRequest request, AnswerListener listener) throws E;
  }

  private final Toolbox toolbox;
  private final List<BuiltInTool> builtIn;
  private final RunPlan plan;
  private final ChatRequest request;
  private final Models<E> models;
  private final RunListener out;
  private final Deadline deadline;
  private final Deadline own;
  private final Cancellation gone;
  private final RunHistory history;
  private final CallNumbers ids;
  private final List<Message> messages = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<CheckRun> checks = new ArrayList<>(0);
  private Usage usage = Usage.NONE;
  private double usd;
  private boolean estimated;
  private int calls;
  private int refusals;
  private boolean started;

  /** A run whose tools are all declared. */
  public AgentRun(
      Toolbox toolbox,
      RunPlan plan,
      ChatRequest request,
      Models<E> models,
      RunListener out,
      Deadline deadline,
      Cancellation gone,
      RunJournal journal) {
    this(toolbox, List.of(), plan, request, models, out, deadline, gone, journal);
  }

  /**
   * @param builtIn tools that are none of the toolbox'
   * @param request what the caller asks, with the tools that are its own
   * @param deadline when an answer is of no use any more; the plan's own may be sooner
   * @param gone cancelled when the caller has left
   * @param journal what other processes have done of the run, and where this one keeps its steps
   * @throws RunHaltedException when the journal cannot be read
   */
  public AgentRun(
      Toolbox toolbox,
      List<BuiltInTool> builtIn,
      RunPlan plan,
      ChatRequest request,
      Models<E> models,
      RunListener out,
      Deadline deadline,
      Cancellation gone,
      RunJournal journal) {
    this.toolbox = toolbox;
    this.builtIn = List.copyOf(builtIn);
    this.plan = plan;
    this.request = request;
    this.models = models;
    this.out = out;
    this.own = Deadline.after(plan.limits().time());
    this.deadline = deadline.within(plan.limits().time());
    this.gone = gone;
    this.history = new RunHistory(journal);
    this.ids = CallNumbers.of(request.messages());
  }

  /**
   * Makes the run; the listener has heard all of it when this returns.
   *
   * @return how it was answered, with all attempts and all usage
   * @throws E when a model had no answer
   * @throws RunHaltedException when a step cannot be kept, or another process goes on with it
   */
  public Answered run() throws E {
    RunTools tools =
        RunTools.of(
            toolbox,
            builtIn,
            plan.wishes(),
            request.tools().stream().map(Tool::name).toList(),
            deadline,
            gone);
    messages.add(Message.of(Role.SYSTEM, ResultText.INSTRUCTION));
    messages.addAll(request.messages());
    Map<String, ToolOutcome> approved = callApproved(tools);
    for (int step = 1; ; step++) {
      boolean last = step >= plan.limits().steps() || refusals >= plan.limits().corrections();
      StepAnswer answer = new StepAnswer(out, start -> start(start, tools, approved), ids::unique);
      Answered answered = answer(question(tools, step, last), answer);
      List<Part.ToolCall> own =
          answer.calls().stream().filter(call -> tools.has(call.name())).toList();
      if (own.isEmpty() || last) {
        return end(answer, answered);
      }
      boolean handedBack = call(tools, own, answer);
      if (handedBack || answer.calls().size() > own.size()) {
        return end(answer, answered);
      }
      Optional<RunListener.Limit> limit = limit();
      if (limit.isPresent()) {
        out.cut(limit.get());
        return end(answer, answered);
      }
    }
  }

  /** Asks, unless the journal has the answer. */
  private Answered answer(ChatRequest question, StepAnswer answer) throws E {
    Optional<RunEntry.Answer> before = history.next(RunEntry.Answer.class);
    if (before.isPresent()) {
      RunEntry.Answer entry = before.get();
      answer.onStart(new AnswerStart(entry.target(), Trail.NONE, List.of()));
      entry.events().forEach(answer::onEvent);
      count(entry.usage(), entry.usd().orElse(0), entry.estimated());
      return new Answered(
          Trail.NONE, entry.usage(), entry.estimated(), Optional.empty(), Optional.empty());
    }
    Answered answered = models.ask(question, answer);
    attempts.addAll(answered.trail().attempts());
    checks.addAll(answered.trail().checks());
    OptionalDouble cost = answered.trail().costUsd();
    count(answered.usage(), cost.orElse(0), answered.estimated());
    if (history.keeps()) {
      history.add(
          new RunEntry.Answer(
              answer.begun().target(),
              answered.usage(),
              answered.estimated(),
              cost,
              answer.events()));
    }
    return answered;
  }

  private void count(Usage more, double cost, boolean guessed) {
    usage = usage.plus(more);
    usd += cost;
    estimated |= guessed;
  }

  private void start(AnswerStart start, RunTools tools, Map<String, ToolOutcome> approved) {
    if (!started) {
      started = true;
      out.started(start);
      tools.offers().forEach(out::offered);
      for (ApprovedCall call : plan.approved()) {
        out.approved(call, approved.get(call.request()));
      }
    }
  }

  private ChatRequest question(RunTools tools, int step, boolean last) {
    List<Tool> all = new ArrayList<>(request.tools());
    all.addAll(tools.asTools());
    // What was demanded once is not demanded for ever.
    ToolChoice choice =
        last || calls >= plan.limits().calls()
            ? new ToolChoice.None()
            : step == 1 ? request.toolChoice() : released(request.toolChoice());
    return request.withMessages(messages).withTools(all).withToolChoice(choice);
  }

  private static ToolChoice released(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Required required -> new ToolChoice.Auto();
      case ToolChoice.Named named -> new ToolChoice.Auto();
      case ToolChoice.Allowed allowed -> new ToolChoice.Allowed(false, allowed.tools());
      case ToolChoice.Auto auto -> auto;
      case ToolChoice.None none -> none;
    };
  }

  private Map<String, ToolOutcome> callApproved(RunTools tools) {
    List<Part.ToolCall> wanted =
        plan.approved().stream()
            .map(
                call ->
                    new Part.ToolCall(
                        call.request(), call.modelName(), call.arguments(), Optional.empty()))
            .toList();
    if (wanted.isEmpty()) {
      return Map.of();
    }
    Map<String, ToolOutcome> outcomes = make(tools, wanted, (id, outcome) -> {});
    messages.add(new Message(Role.ASSISTANT, new ArrayList<>(wanted)));
    addResults(wanted, outcomes);
    return outcomes;
  }

  /**
   * Makes what may be made of the calls of an answer.
   *
   * @return whether some of them wait for the caller's word
   */
  private boolean call(RunTools tools, List<Part.ToolCall> own, StepAnswer answer) {
    out.calling();
    List<Part.ToolCall> now =
        own.stream().filter(call -> !tools.needsApproval(call.name())).toList();
    Map<String, ToolOutcome> outcomes = make(tools, now, out::called);
    messages.add(answer.message());
    addResults(now, outcomes);
    return now.size() < own.size();
  }

  private Map<String, ToolOutcome> make(RunTools tools, List<Part.ToolCall> wanted, Ended ended) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    int left = Math.max(0, plan.limits().calls() - calls);
    List<Part.ToolCall> made = wanted.subList(0, Math.min(left, wanted.size()));
    calls += made.size();
    Map<String, ToolOutcome> outcomes = new HashMap<>(made(tools, made, ended));
    refusals += outcomes.values().stream().anyMatch(ToolOutcome::refused) ? 1 : 0;
    for (Part.ToolCall call : wanted.subList(made.size(), wanted.size())) {
      outcomes.put(
          call.id(),
          ToolOutcome.failed(
              "It was not called: no more than " + plan.limits().calls() + " calls are made."));
      ended.ended(call.id(), outcomes.get(call.id()));
    }
    return outcomes;
  }

  /** That calls are made is kept before they are, and what they gave before anything else. */
  private Map<String, ToolOutcome> made(RunTools tools, List<Part.ToolCall> wanted, Ended ended) {
    boolean begun = history.next(RunEntry.Calling.class).isPresent();
    if (!begun) {
      requireTimeOfProcess();
      history.add(new RunEntry.Calling(wanted.stream().map(Part.ToolCall::id).toList()));
    }
    Optional<RunEntry.Called> before = history.next(RunEntry.Called.class);
    if (before.isPresent()) {
      before.get().outcomes().forEach(ended::ended);
      return before.get().outcomes();
    }
    Map<String, ToolOutcome> outcomes =
        new ToolCalls(plan.limits().parallel(), deadline, gone)
            .make(wanted, call -> once(tools, call, begun), ended::ended);
    history.add(new RunEntry.Called(outcomes));
    return outcomes;
  }

  /**
   * @param begun whether a process that died may have made the call
   */
  private ToolOutcome once(RunTools tools, Part.ToolCall call, boolean begun) {
    if (!tools.has(call.name())) {
      return ToolOutcome.failed("There is no such tool any more.");
    }
    return begun && !tools.isIdempotent(call.name())
        ? ToolOutcome.failed(MAYBE)
        : tools.call(toolbox, call, deadline, gone);
  }

  /** Hears of a call. */
  private interface Ended {
    void ended(String id, ToolOutcome outcome);
  }

  private void addResults(List<Part.ToolCall> made, Map<String, ToolOutcome> outcomes) {
    for (Part.ToolCall call : made) {
      ToolOutcome outcome = outcomes.get(call.id());
      messages.add(
          new Message(
              Role.TOOL,
              List.of(
                  new Part.ToolResult(
                      call.id(),
                      List.of(new Part.Text(ResultText.marked(outcome.text()))),
                      outcome.failed()))));
    }
  }

  private Optional<RunListener.Limit> limit() {
    RunLimits limits = plan.limits();
    if (limits.tokens().isPresent() && usage.totalTokens() >= limits.tokens().getAsLong()) {
      return Optional.of(RunListener.Limit.TOKENS);
    }
    if (limits.usd().isPresent() && usd >= limits.usd().getAsDouble()) {
      return Optional.of(RunListener.Limit.COST);
    }
    requireTimeOfProcess();
    return deadline.remaining().compareTo(LEAST) >= 0
        ? Optional.empty()
        : Optional.of(RunListener.Limit.TIME);
  }

  /** Where the run has more time than this process, another goes on with it. */
  private void requireTimeOfProcess() {
    if (history.keeps()
        && deadline.remaining().compareTo(LEAST) < 0
        && own.remaining().compareTo(LEAST) >= 0) {
      throw new RunHaltedException("this process has no more time for it");
    }
  }

  private Answered end(StepAnswer answer, Answered last) {
    out.said(answer.end().orElseGet(() -> new ChoiceFinished(0, FinishReason.STOP)));
    out.said(new Finished(usage, answer.serviceTier()));
    return new Answered(
            new Trail(attempts, checks), usage, estimated, last.gatePassed(), last.schema())
        .withFindings(last.findings()); // Its question has all that was said before.
  }
}
