package dev.trefoil.fallback;

import dev.trefoil.target.Target;
import java.util.List;

/**
 * What is known when an answer begins.
 *
 * @param target who answers
 * @param trail the attempts so far, the answering one last
 * @param dropped the request's fields that the target is not told
 */
public record Start(Target target, Trail trail, List<String> dropped) {
  public Start {
    dropped = List.copyOf(dropped);
  }
}
