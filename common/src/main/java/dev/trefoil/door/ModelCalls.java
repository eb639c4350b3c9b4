package dev.trefoil.door;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.fallback.Answered;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.gateway.TokenCount;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingPreferences;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls models for the doors of conversations, and says as our one error why none answered. */
public final class ModelCalls {
  private final Gateway gateway;
  private final RouteAccess access;

  public ModelCalls(Gateway gateway) {
    this.gateway = gateway;
    this.access = new RouteAccess(gateway);
  }

  /**
   * Holds a caller to what it may ask for.
   *
   * @throws Problem 403 when it may not ask for what it names
   */
  public void check(CallInfo info, ModelCall call) throws Problem {
    access.check(info.caller(), call.model(), call.preferences());
  }

  /**
   * Holds a caller to what it may ask for, where that stands for something else.
   *
   * @param name what it asks for
   * @throws Problem 403 when it may not
   */
  public void check(CallInfo info, String name, RoutingPreferences preferences) throws Problem {
    access.check(info.caller(), name, preferences);
  }

  /**
   * Asks for an answer that is sent as a whole.
   *
   * @param listener gets all of it before this returns
   * @throws Problem when there is none; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public Answered whole(ModelCall call, CallInfo info, AnswerListener listener)
      throws Problem, IOException {
    try {
      return get(call, info, new Cancellation(), listener);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Asks for an answer that is sent while it comes.
   *
   * @param gone cancelled when {@code events} find that the caller has left
   * @param listener writes the answer to {@code events}
   * @throws Problem when there is none and nothing has been sent; later it is the stream's end
   * @throws IOException when the caller is gone
   */
  public void streamed(
      ModelCall call, CallInfo info, Cancellation gone, EventStream events, AnswerListener listener)
      throws Problem, IOException {
    streamed(events, () -> get(call, info, gone, listener));
  }

  /** What gives an answer, of one model's call or of several. */
  @FunctionalInterface
  public interface Answering {
    /**
     * Gives all of it.
     *
     * @throws Problem when there is none
     * @throws IOException when the caller is gone
     */
    Answered answer() throws Problem, IOException;
  }

  /**
   * Ends a stream as its answer does.
   *
   * @throws Problem when there is none and nothing has been sent; later it is the stream's end
   * @throws IOException when the caller is gone
   */
  public void streamed(EventStream events, Answering answering) throws Problem, IOException {
    try {
      events.done(answering.answer());
    } catch (Problem e) {
      if (!events.isOpen()) {
        throw e;
      }
      events.fail(e);
    }
  }

  /**
   * Asks how long a prompt is.
   *
   * @throws Problem when no target may be asked
   */
  public TokenCount count(ModelCall call, CallInfo info) throws Problem {
    try {
      return gateway.count(
          call.model(), call.preferences(), call.request(), info.call(new Cancellation()));
    } catch (RoutingException e) {
      throw Problems.of(e);
    } catch (GuardrailException e) {
      throw Problems.of(e);
    }
  }

  /**
   * How a call would be carried out.
   *
   * @throws Problem when no target may be asked
   */
  public Plan plan(ModelCall call) throws Problem {
    try {
      return gateway.plan(call.model(), call.preferences(), call.request());
    } catch (RoutingException e) {
      throw Problems.of(e);
    }
  }

  /** About how many tokens a prompt has for a target. */
  public long estimate(ChatRequest request, Target target) {
    return gateway.estimate(request, target);
  }

  /**
   * Asks for one answer.
   *
   * @param gone cancelled when the caller has left
   * @throws Problem when there is none
   * @throws IOException when the caller is gone
   */
  public Answered get(ModelCall call, CallInfo info, Cancellation gone, AnswerListener listener)
      throws Problem, IOException {
    try {
      return gateway.chat(
          call.model(), call.preferences(), call.request(), info.call(gone), listener);
    } catch (RoutingException e) {
      throw Problems.of(e);
    } catch (AdmissionException e) {
      throw Problems.of(e);
    } catch (GuardrailException e) {
      throw Problems.of(e);
    } catch (CallFailedException e) {
      throw Problems.of(e);
    } catch (AbandonedException e) {
      throw e.refusal().orElseGet(() -> new UncheckedIOException(new IOException(e)));
    }
  }
}
