package dev.trefoil.gateway;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingRequest;
import dev.trefoil.routing.residency.Residency;
import java.util.List;
import java.util.Set;

/**
 * Plans them as callers' are, and makes their attempts.
 *
 * @param loop one whose answers are not judged in turn
 */
public record PlannedRouteCalls(Router router, FallbackLoop loop) implements RouteCalls {
  @Override
  public Reply ask(String route, List<String> places, ChatRequest question, Call call)
      throws NoReplyException {
    Said said = new Said();
    try {
      Plan plan =
          router.plan(
              new RoutingRequest(
                  route,
                  RoutingPreferences.within(beyond(route, places)),
                  Requirements.of(question)));
      Answered answered = loop.chat(plan, question, call.beside(), said, AttemptListener.NONE);
      return new Reply(said.text.toString(), answered.trail());
    } catch (RoutingException e) {
      throw new NoReplyException(e, Trail.NONE);
    } catch (CallFailedException e) {
      throw new NoReplyException(e, e.trail());
    } catch (CallBrokenException e) {
      throw new NoReplyException(e, e.trail());
    } catch (AbandonedException e) {
      throw new NoReplyException(e, e.trail());
    }
  }

  /** A route that stays within these places by itself is not narrowed to them. */
  private List<String> beyond(String route, List<String> places) {
    Residency own = new Residency(Set.copyOf(router.residency(route)));
    return own.keepsTo(places) ? List.of() : places;
  }

  /** Collects the text. */
  private static final class Said implements AnswerListener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onStart(AnswerStart start) {}

    @Override
    public void onEvent(ChatEvent event) {
      if (event instanceof TextDelta delta) {
        text.append(delta.text());
      }
    }
  }
}
