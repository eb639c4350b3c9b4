package dev.trefoil.guardrail;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Media;
import dev.trefoil.gateway.GuardrailException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All checks of one side of one call, each with its stand-ins. What is found is told once, however
 * often it is found again. For the thread that makes the call, but for {@link #seek}.
 */
final class Checks {
  private static final System.Logger LOG = System.getLogger(Checks.class.getName());

  private final List<List<DeclaredCheck>> entries;
  private final List<String> places;
  private final boolean closed;
  private final Call call;
  private final Consumer<GuardrailFinding> listener;
  private final Set<GuardrailFinding> told = new LinkedHashSet<>();
  private final Map<String, CheckRun> runs = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  /**
   * What one check has found, of which nothing is refused.
   *
   * @param masked what is to be replaced, by the order of the texts
   */
  record Looked(DeclaredCheck check, List<Found> masked) {}

  /**
   * What one check has found.
   *
   * @param found all of it, or what is in a part that it could look at
   */
  private record Look(DeclaredCheck check, List<Found> found) {
    /** What a service found without saying where cannot be replaced, and so is not passed on. */
    Outcome outcome() {
      return check.outcome() == Outcome.MASK && !found.stream().allMatch(Found::isPlaced)
          ? Outcome.BLOCK
          : check.outcome();
    }

    boolean refuses() {
      return !found.isEmpty() && outcome() == Outcome.BLOCK;
    }
  }

  /**
   * What an entry's checks have found, of which nobody was told yet.
   *
   * @param looks the last of which has looked at everything, if any has
   * @param checked whether one has
   */
  record Sought(String entry, Side side, List<Look> looks, boolean checked) {}

  /**
   * @param places that the call's words may not leave; empty for anywhere
   * @param closed whether nothing may pass unchecked
   */
  Checks(
      List<List<DeclaredCheck>> entries,
      List<String> places,
      boolean closed,
      Call call,
      Consumer<GuardrailFinding> listener) {
    this.entries = entries;
    this.places = places;
    this.closed = closed;
    this.call = call;
    this.listener = listener;
  }

  List<List<DeclaredCheck>> entries() {
    return entries;
  }

  Call call() {
    return call;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Whether anything that is found is kept from being shown, or anything that cannot be looked at.
   */
  boolean hold() {
    return entries.stream()
        .flatMap(List::stream)
        .anyMatch(check -> check.outcome() != Outcome.FLAG || closed && check.check().isRemote());
  }

  /** All that was told. */
  List<GuardrailFinding> findings() {
    return List.copyOf(told);
  }

  /**
   * Lets one check look, or else the next that stands in for it.
   *
   * @param images that it is to look at as well
   * @param passed up to where texts were judged before: what ends there is of no interest
   * @return where none can be had, and the route lets that pass: what one has found that looked at
   *     a part; else empty
   * @throws RefusedException when something is found that is refused
   * @throws GuardrailException when none can be had, and the route does not let that pass
   */
  Optional<Looked> look(
      List<DeclaredCheck> entry,
      List<String> texts,
      List<Media.Inline> images,
      int passed,
      Side side)
      throws GuardrailException, RefusedException {
    return judge(seek(entry, texts, images, passed, side, call));
  }

  /**
   * The first half of {@link #look}, of which nobody is told: on any thread.
   *
   * @param by what ends it
   */
  Sought seek(
      List<DeclaredCheck> entry,
      List<String> texts,
      List<Media.Inline> images,
      int passed,
      Side side,
      Call by) {
    String name = entry.getFirst().name();
    List<Look> looks = new ArrayList<>(1);
    for (DeclaredCheck check : entry) {
      if (!check.keepsTo(places)) {
        continue;
      }
      try {
        looks.add(new Look(check, after(passed, find(check, texts, images, side, by))));
        return new Sought(name, side, looks, true);
      } catch (UncheckedTextException e) {
        if (Thread.currentThread().isInterrupted()) {
          break; // Nobody waits for it.
        }
        LOG.log(
            Level.WARNING, "the guardrail " + check.name() + " cannot be had: " + e.getMessage());
        Look part = new Look(check, after(passed, e.found()));
        looks.add(part);
        if (part.refuses()) {
          break;
        }
      }
    }
    return new Sought(name, side, looks, false);
  }

  private List<Found> find(
      DeclaredCheck check, List<String> texts, List<Media.Inline> images, Side side, Call by)
      throws UncheckedTextException {
    if (!check.check().isRemote()) {
      return check.check().find(texts, side, new CheckCall(by, places, OptionalDouble.empty()));
    }
    CheckCall asking = new CheckCall(by, places, check.unitUsd());
    Duration began = since();
    int unchecked = 1;
    try {
      List<Found> found = new ArrayList<>(check.check().find(texts, side, asking));
      found.addAll(check.check().findIn(images, asking));
      unchecked = 0;
      return found;
    } finally {
      Duration ended = since();
      took(
          new CheckRun(
              check.name(),
              side,
              1,
              unchecked,
              began,
              ended,
              ended.minus(began),
              asking.units(),
              asking.unitsUsd(),
              asking.attempts()));
    }
  }

  private void took(CheckRun run) {
    synchronized (runs) {
      runs.merge(run.check(), run, CheckRun::plus);
    }
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What it took so far to ask others. */
  List<CheckRun> runs() {
    synchronized (runs) {
      return List.copyOf(runs.values());
    }
  }

  private static List<Found> after(int passed, List<Found> all) {
    List<Found> found = new ArrayList<>(all.size());
    for (Found one : all) {
      if (!one.isPlaced() || one.end() > passed) {
        found.add(one);
      }
    }
    return found;
  }

  /** Whether {@link #judge} does not let it pass. */
  boolean stops(Sought sought) {
    return closed && !sought.checked() || sought.looks().stream().anyMatch(Look::refuses);
  }

  /** The second half of {@link #look}. */
  Optional<Looked> judge(Sought sought) throws GuardrailException, RefusedException {
    Optional<Looked> looked = Optional.empty();
    for (Look look : sought.looks()) {
      looked = Optional.of(judge(look, sought.side()));
    }
    if (sought.checked()) {
      return looked;
    }
    if (closed) {
      throw GuardrailException.unavailable(sought.entry(), sought.side());
    }
    tell(new GuardrailFinding(sought.entry(), sought.side(), Outcome.UNCHECKED, List.of()));
    return looked;
  }

  private Looked judge(Look look, Side side) throws RefusedException {
    if (look.found().isEmpty()) {
      return new Looked(look.check(), List.of());
    }
    GuardrailFinding finding =
        new GuardrailFinding(
            look.check().name(),
            side,
            look.outcome(),
            look.found().stream().map(Found::category).distinct().sorted().toList());
    tell(finding);
    return switch (look.outcome()) {
      case BLOCK -> throw new RefusedException(finding);
      case MASK -> new Looked(look.check(), look.found());
      case FLAG, UNCHECKED -> new Looked(look.check(), List.of());
    };
  }

  /** Something else than what a check looks at is refused in its name. */
  RefusedException refusal(DeclaredCheck check, Side side, String category) {
    GuardrailFinding finding =
        new GuardrailFinding(check.name(), side, Outcome.BLOCK, List.of(category));
    tell(finding);
    return new RefusedException(finding);
  }

  private void tell(GuardrailFinding finding) {
    if (told.add(finding)) {
      listener.accept(finding);
    }
  }
}
