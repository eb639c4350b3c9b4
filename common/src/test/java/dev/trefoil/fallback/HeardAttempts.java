package dev.trefoil.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptListener;
import dev.trefoil.attempt.Trail;
import dev.trefoil.policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hears of a call's attempts, which are to be those of its trail, each begun and ended once. */
final class HeardAttempts implements AttemptListener {
  private final List<Target> begun = new ArrayList<>();
  private final Map<Integer, Attempt> byNumber = new TreeMap<>();
  private final List<Attempt> ended = new ArrayList<>();

  @Override
  public void begun(int number, Target target) {
    begun.add(target);
    assertThat(number).isEqualTo(begun.size());
  }

  @Override
  public void ended(int number, Attempt attempt) {
    ended.add(attempt);
    assertThat(byNumber.put(number, attempt)).as("ended before").isNull();
  }

  void requireAllOf(Trail trail) {
    assertThat(ended).isEqualTo(trail.attempts());
    assertThat(byNumber.values()).extracting(Attempt::target).isEqualTo(begun);
  }
}
