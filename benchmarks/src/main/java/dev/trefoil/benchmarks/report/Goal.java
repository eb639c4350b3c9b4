// What a figure is held to.
package dev.trefoil.benchmarks.report;

/** A goal for a figure, or for a figure and the one it is compared with. */
public sealed interface Goal {

  /** Ours is at most so many times theirs. */
  record AtMostTimes(double factor) implements Goal {}

  /** Ours is at least so many times theirs. */
  record AtLeastTimes(double factor) implements Goal {}

  /** Ours is at most so much more than theirs, in the row's unit. */
  record AtMostMore(double difference) implements Goal {}

  /** Ours is at most this, in the row's unit. */
  record AtMost(double limit) implements Goal {}

  /** There is none: the figure is there to be known. */
  record None() implements Goal {}

  Goal NONE = new None();

  /** As the table says it. */
  default String text() {
    return switch (this) {
      case AtMostTimes goal -> "≤ " + Sample.number(goal.factor()) + " ×";
      case AtLeastTimes goal -> "≥ " + Sample.number(goal.factor()) + " ×";
      case AtMostMore goal -> "≤ +" + Sample.number(goal.difference());
      case AtMost goal -> "≤ " + Sample.number(goal.limit());
      case None goal -> "";
    };
  }
}
