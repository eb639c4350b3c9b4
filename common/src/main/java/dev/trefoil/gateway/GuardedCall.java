package dev.trefoil.gateway;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.EmbeddingAnswer;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.provider.Cancellation;
import java.util.Optional;

/** A call of a route with guardrails. For the thread that makes it. */
final class GuardedCall {
  private final Guard guard;
  private final Call call;
  private final CallAccount account;

  /** Cancelled when what is checked beside the attempts is against them. */
  private final Cancellation against = new Cancellation();

  private Optional<AnswerListener> checked = Optional.empty();

  GuardedCall(Guard guard, Call call, CallAccount account) {
    this.guard = guard;
    this.call = call;
    this.account = account;
    account.guardedBy(guard);
  }

  /** What checks a request. */
  @FunctionalInterface
  private interface Checking<R> {
    R check() throws GuardrailException;
  }

  /** The request as it may be sent; a call whose request may not be ends here. */
  ChatRequest input(ChatRequest request) throws GuardrailException {
    return accounted(() -> guard.input(request, against));
  }

  /** The call as its attempts are to see it. */
  Call attempted() {
    return call.endedBy(against);
  }

  /** The same of texts for vectors. */
  EmbeddingRequest input(EmbeddingRequest request) throws GuardrailException {
    return accounted(() -> guard.input(request));
  }

  private <R> R accounted(Checking<R> checking) throws GuardrailException {
    try {
      return checking.check();
    } catch (GuardrailException e) {
      throw failed(e, Trail.NONE);
    } catch (RuntimeException | Error e) {
      account.broken();
      throw e;
    }
  }

  /**
   * What hears the answer: it is checked, read by whoever reads contents, and given back what was
   * masked, in this order.
   */
  AnswerListener heard(ChatRequest asked, ChatRequest sent, AnswerListener listener) {
    AnswerListener heard =
        guard.checked(asked, account.heard(sent, guard.unmasked(asked, listener)));
    checked = Optional.of(heard);
    return heard;
  }

  /** Makes the attempts, and ends an answer that was stopped on its way. */
  Answered answer(Gateway.Attempts<Answered> attempts)
      throws CallFailedException, GuardrailException {
    try {
      return attempts.make().withFindings(guard.findings()).withChecks(guard.runs());
    } catch (AbandonedException e) {
      boolean left = call.gone().isCancelled();
      if (e.refusal().isPresent() && e.refusal().get() instanceof AnswerStoppedException stop) {
        if (stop.why().isEmpty()) {
          return refused(e.trail());
        }
        if (left) {
          throw new AbandonedException(e.trail(), Optional.empty());
        }
        throw failed(stop.why().get(), e.trail());
      }
      if (!left && e.refusal().isEmpty()) {
        await(e.trail());
      }
      throw e;
    } catch (CallFailedException e) {
      await(e.trail()); // It says more of the request than that nobody could answer.
      throw e.withChecks(guard.runs());
    } finally {
      guard.abandon();
    }
  }

  private void await(Trail attempts) throws GuardrailException {
    try {
      guard.await();
    } catch (GuardrailException e) {
      throw failed(e, attempts);
    }
  }

  private GuardrailException failed(GuardrailException why, Trail attempts) {
    account.ended(Outcome.FAILED, attempts);
    return why.after(attempts.withChecks(guard.runs()));
  }

  /** The vectors of a call that was checked. */
  EmbeddingAnswer told(EmbeddingAnswer answer) {
    AnswerStart start = answer.start();
    return new EmbeddingAnswer(
        start.withTrail(start.trail().withChecks(guard.runs())), answer.embeddings());
  }

  /** Its listener has been told all but the end. */
  private Answered refused(Trail trail) {
    Usage usage = trail.attempts().stream().map(Attempt::usage).reduce(Usage.NONE, Usage::plus);
    try {
      checked.orElseThrow().onEvent(new Finished(usage));
    } catch (RuntimeException gone) {
      throw new AbandonedException(trail, Optional.of(gone));
    }
    return new Answered(
        trail.withChecks(guard.runs()),
        usage,
        trail.attempts().stream().anyMatch(Attempt::estimated),
        Optional.empty(),
        Optional.empty(),
        guard.findings());
  }

  /** Whether the answer may be given again. */
  boolean mayBeKept() {
    return !guard.hasRefusedAnswer();
  }
}
