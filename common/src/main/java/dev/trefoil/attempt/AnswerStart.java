package dev.trefoil.attempt;

import dev.trefoil.policy.Target;
import dev.trefoil.provider.RequestChange;
import java.util.List;

/**
 * What is known when an answer begins.
 *
 * @param target who answers
 * @param trail the attempts so far, the answering one last
 * @param changes what was done to the request so that the target could take it
 */
public record AnswerStart(Target target, Trail trail, List<RequestChange> changes) {
  public AnswerStart {
    changes = List.copyOf(changes);
  }
}
