package dev.trefoil.attempt;

import dev.trefoil.policy.Target;
import java.util.List;

/**
 * What is known when an answer begins.
 *
 * @param target who answers
 * @param trail the attempts so far, the answering one last
 * @param dropped the request's fields that the target is not told
 */
public record AnswerStart(Target target, Trail trail, List<String> dropped) {
  public AnswerStart {
    dropped = List.copyOf(dropped);
  }
}
