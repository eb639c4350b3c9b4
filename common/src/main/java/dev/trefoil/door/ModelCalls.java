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
import dev.trefoil.provider.Cancellation;
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
  public void check(CallInfo info, String model, RoutingPreferences preferences) throws Problem {
    access.check(info.caller(), model, preferences);
  }

  /**
   * Asks for an answer that is sent as a whole.
   *
   * @param listener gets all of it before this returns
   * @throws Problem when there is none; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public Answered whole(
      String model,
      RoutingPreferences preferences,
      ChatRequest request,
      CallInfo info,
      AnswerListener listener)
      throws Problem, IOException {
    return get(model, preferences, request, info, new Cancellation(), listener);
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
      String model,
      RoutingPreferences preferences,
      ChatRequest request,
      CallInfo info,
      Cancellation gone,
      EventStream events,
      AnswerListener listener)
      throws Problem, IOException {
    try {
      events.done(get(model, preferences, request, info, gone, listener));
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
  public TokenCount count(
      String model, RoutingPreferences preferences, ChatRequest request, CallInfo info)
      throws Problem {
    try {
      return gateway.count(model, preferences, request, info.call(new Cancellation()));
    } catch (RoutingException e) {
      throw Problems.of(e);
    } catch (GuardrailException e) {
      throw Problems.of(e);
    }
  }

  private Answered get(
      String model,
      RoutingPreferences preferences,
      ChatRequest request,
      CallInfo info,
      Cancellation gone,
      AnswerListener listener)
      throws Problem, IOException {
    try {
      return gateway.chat(model, preferences, request, info.call(gone), listener);
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
