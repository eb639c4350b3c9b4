// A stretch of the drill in which no fault is set or cleared.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * Faults, and what is asked while they hold. It ends when all answers have come.
 *
 * @param faults by service; none for a service that is well
 * @param questions dealt to the clouds in turn
 */
record Phase(Map<String, Optional<Fault>> faults, List<Question> questions) {
  private static final int QUESTIONS = 24;
  private static final Question.Wish[] WISHES = Question.Wish.values();

  /** All phases of a drill: the same ones for the same seed. */
  static List<Phase> schedule(int requests, long seed, Iterable<String> services) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Questions source = new Questions(random);
    // In an order of their own, so that the seed alone decides.
    TreeSet<String> names = new TreeSet<>();
    services.forEach(names::add);
    List<Phase> phases = new ArrayList<>();
    for (int left = requests; left > 0; left -= QUESTIONS) {
      Map<String, Optional<Fault>> faults = new LinkedHashMap<>();
      names.forEach(name -> faults.put(name, FaultSchedule.draw(name, random)));
      List<Question> questions = new ArrayList<>();
      for (int i = 0; i < Math.min(left, QUESTIONS); i++) {
        questions.add(source.next().with(WISHES[random.nextInt(WISHES.length)]));
      }
      phases.add(new Phase(faults, questions));
    }
    return phases;
  }

  /** Whether calls may be cut off before a service has seen them. */
  boolean cutsConnections() {
    return faults.values().stream()
        .flatMap(Optional::stream)
        .anyMatch(fault -> FaultSchedule.cutsConnection(fault.failure()));
  }

  /** The faults in a line, as the switchboard writes them. */
  String weather() {
    return faults.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue().map(f -> f.toJson().toString()).orElse("well"))
        .collect(Collectors.joining(", "));
  }
}
