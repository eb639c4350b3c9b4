package dev.trefoil.routing;

import dev.trefoil.target.Target;
import java.util.List;

/**
 * A public name for targets.
 *
 * @param name what a caller puts into {@code model}; with a {@code *} in it a pattern, where each
 *     star stands for any text
 * @param targets {@code service/model}, in the order of the configuration; {@code {model}} in a
 *     target of a pattern stands for the model as asked
 * @param interchangeable whether vectors of all targets may stand for one another
 */
public record Route(String name, List<String> targets, boolean interchangeable) {
  /** What stands for the model as asked. */
  public static final String MODEL = "{model}";

  public Route {
    targets = List.copyOf(targets);
  }

  /** A route of targets whose vectors do not mix. */
  public Route(String name, List<String> targets) {
    this(name, targets, false);
  }

  public boolean isPattern() {
    return name.indexOf('*') >= 0;
  }

  /** The targets of a call that names {@code model}. */
  List<Target> targetsFor(String model) {
    return targets.stream()
        .map(target -> Target.parse(target.replace(MODEL, model)).orElseThrow())
        .toList();
  }
}
