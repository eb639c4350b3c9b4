// The part of the drill in which all models are well and the guardrail services are not.
package dev.trefoil.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.guardrails.GuardrailServer.Judged;
import dev.trefoil.local.drill.Caller.Outcome;
import dev.trefoil.local.drill.Question.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * Asks while checks fail, and counts which answers no check has looked at that answered: the words
 * of each are its own, and any two that follow one another must have been judged together.
 */
final class UnwellChecks {
  private static final String CLOSED = "closed";
  private static final String OPEN = "open";

  /** Condemned by all three services. */
  private static final String CONDEMNED = "hateful";

  private static final int QUESTIONS = 24;
  private static final int OF_THESE_OPEN = 8;
  private static final double FAIR = 0.35;
  private static final double PASSING = 0.35;
  private static final double SAYS_IT = 0.25;
  private static final int MOST_TIMES = 3;

  /** Well below what a check is given; a service that is later is silent. */
  private static final int SLOWEST_MILLIS = 200;

  private final Site site;
  private final Caller caller;
  private final ExecutorService threads;
  private final RandomGenerator random;
  private final Questions questions;
  private final List<String> complaints = new ArrayList<>();
  private int asked;
  private int answered;
  private int unchecked;
  private int unavailable;
  private int opened;
  private int openUnchecked;
  private int untold;
  private int refused;
  private int shown;
  private int wrong;

  UnwellChecks(Site site, Caller caller, ExecutorService threads, long seed) {
    this.site = site;
    this.caller = caller;
    this.threads = threads;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.questions = new Questions(random);
  }

  /**
   * Runs it.
   *
   * @param requests how many are sent, at least
   * @throws IOException when calls are not answered although a check stands
   */
  Guarded run(int requests) throws IOException, InterruptedException {
    try {
      warmUp();
      while (asked < requests) {
        phase();
      }
    } finally {
      site.checks().forEach(check -> check.server().controls().clearFault());
    }
    return new Guarded(
        asked,
        answered,
        unchecked,
        unavailable,
        opened,
        openUnchecked,
        untold,
        refused,
        shown,
        wrong,
        complaints);
  }

  /** Has every process ask every check. */
  private void warmUp() throws IOException, InterruptedException {
    List<Site.Check> input = site.checks().stream().filter(Site.Check::input).toList();
    for (int i = 0; i < input.size(); i++) {
      for (Site.Check check : site.checks()) {
        check.server().controls().fault(Fault.always(new Failure.Outage()));
      }
      String cloud = cloud(input.get(i));
      site.checks().stream()
          .filter(check -> cloud(check).equals(cloud))
          .forEach(check -> check.server().controls().clearFault());
      new WarmUp(site, caller, threads).untilGood(Shape.TEXT, false, List.of(CLOSED));
    }
  }

  private static String cloud(Site.Check check) {
    return check.name().substring(check.name().indexOf('-'));
  }

  private void phase() throws InterruptedException {
    Map<Site.Check, Optional<Fault>> faults = new LinkedHashMap<>();
    for (Site.Check check : site.checks()) {
      // At first nobody can look at what is said, whatever the seed.
      Optional<Fault> fault =
          asked == 0 && !check.input() ? Optional.of(Fault.always(new Failure.Outage())) : draw();
      faults.put(check, fault);
      fault.ifPresentOrElse(
          check.server().controls()::fault, check.server().controls()::clearFault);
      check.server().clearJudged();
    }
    List<Question> all = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      all.add(question());
    }
    asked += QUESTIONS;
    String during =
        faults.entrySet().stream()
            .map(
                one ->
                    one.getKey().name()
                        + " "
                        + one.getValue().map(fault -> fault.toJson().toString()).orElse("well"))
            .collect(Collectors.joining(", "));
    boolean stands = stands(faults, true) && stands(faults, false);
    for (Drill.Dealt dealt :
        Drill.deal(site, caller, threads, all.subList(OF_THESE_OPEN, QUESTIONS), CLOSED)) {
      closed(dealt.outcome(), stands, dealt.cloud() + " while " + during);
    }
    for (Drill.Dealt dealt :
        Drill.deal(site, caller, threads, all.subList(0, OF_THESE_OPEN), OPEN)) {
      open(dealt.outcome(), dealt.cloud() + " while " + during);
    }
  }

  private Question question() {
    Question question = questions.next();
    String words = question.id() + " " + question.words();
    int middle = words.indexOf(' ', words.length() / 2);
    return question.saying(
        random.nextDouble() < SAYS_IT
            ? words.substring(0, middle) + " " + CONDEMNED + words.substring(middle)
            : words);
  }

  private Optional<Fault> draw() {
    if (random.nextDouble() < FAIR) {
      return Optional.empty();
    }
    Failure failure =
        switch (random.nextInt(10)) {
          case 0, 1 -> new Failure.Throttle(OptionalInt.empty());
          case 2, 3 -> new Failure.Outage();
          case 4 -> new Failure.NativeError(500, Optional.empty());
          case 5 -> new Failure.NativeError(403, Optional.empty());
          case 6 -> new Failure.Reset();
          case 7 -> new Failure.Malformed();
          case 8 -> new Failure.Cut(0);
          default ->
              random.nextInt(4) == 0
                  ? new Failure.Silent()
                  : new Failure.Slow(random.nextInt(SLOWEST_MILLIS));
        };
    return Optional.of(
        random.nextDouble() < PASSING
            ? Fault.next(random.nextInt(1, MOST_TIMES + 1), failure)
            : Fault.always(failure));
  }

  /** Whether one of a side's checks answers whatever it is asked. */
  private static boolean stands(Map<Site.Check, Optional<Fault>> faults, boolean input) {
    return faults.entrySet().stream()
        .filter(check -> check.getKey().input() == input)
        .anyMatch(
            check -> check.getValue().map(f -> f.failure() instanceof Failure.Slow).orElse(true));
  }

  private void closed(Outcome outcome, boolean stands, String during) {
    Question question = outcome.question();
    boolean condemned = question.words().contains(CONDEMNED);
    String got = got(outcome);
    if (!got.isEmpty()) {
      answered++;
      if (!isJudged(question, got)) {
        unchecked++;
        complain(outcome, "nobody has judged all of it", during);
      }
      if (got.contains(CONDEMNED)) {
        shown++;
        complain(outcome, "says what is to be refused", during);
      }
    }
    switch (outcome.verdict().kind()) {
      case WHOLE -> {}
      case ERROR -> {
        if (isRefusal(outcome) && condemned) {
          refused++;
        } else if (outcome.verdict().why().contains("cannot be had") && !stands) {
          unavailable++;
        } else {
          wrong(outcome, during);
        }
      }
      case WRONG -> wrong(outcome, during);
    }
  }

  private void open(Outcome outcome, String during) {
    Question question = outcome.question();
    boolean condemned = question.words().contains(CONDEMNED);
    String got = got(outcome);
    if (!got.isEmpty()) {
      opened++;
      boolean judged = isJudged(question, got);
      if (!judged) {
        openUnchecked++;
      }
      if (!judged && !outcome.unchecked()) {
        untold++;
        complain(outcome, "nobody has judged all of it, and it does not say so", during);
      }
      if (judged && got.contains(CONDEMNED)) {
        shown++;
        complain(outcome, "says what is to be refused", during);
      }
    }
    if (outcome.verdict().kind() == Verdict.Kind.ERROR && isRefusal(outcome) && condemned) {
      refused++;
    } else if (outcome.verdict().kind() != Verdict.Kind.WHOLE) {
      wrong(outcome, during);
    }
  }

  private static boolean isRefusal(Outcome outcome) {
    return outcome.verdict().why().contains("refused by");
  }

  /** The words that the caller was shown, without the JSON around them. */
  private static String got(Outcome outcome) {
    String text = outcome.reply().map(reply -> reply.text() + reply.arguments()).orElse("");
    return text.isEmpty() || outcome.question().shape() == Shape.TEXT
        ? text
        : outcome.question().words();
  }

  private boolean isJudged(Question question, String got) {
    return isJudged(true, question.prompt()) && isJudged(false, got);
  }

  private boolean isJudged(boolean input, String text) {
    String[] words = text.split(" ");
    for (int i = 0; i < words.length; i++) {
      String two = i + 1 < words.length ? words[i] + " " + words[i + 1] : words[i];
      if (site.checks().stream()
          .noneMatch(check -> check.input() == input && hasJudged(check, two))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasJudged(Site.Check check, String words) {
    List<Judged> judged = check.server().judged();
    return check.operations().stream()
        .allMatch(
            operation ->
                judged.stream()
                    .anyMatch(
                        one -> one.path().endsWith(operation) && says(one.question(), words)));
  }

  private static boolean says(JsonNode question, String words) {
    if (question.isTextual()) {
      return question.textValue().contains(words);
    }
    for (JsonNode part : question) {
      if (says(part, words)) {
        return true;
      }
    }
    return false;
  }

  private void wrong(Outcome outcome, String during) {
    wrong++;
    complain(outcome, outcome.verdict().why(), during);
  }

  private void complain(Outcome outcome, String what, String during) {
    Question question = outcome.question();
    complaints.add(
        "%s (%s%s): %s, on %s"
            .formatted(
                question.id(),
                question.shape(),
                question.streamed() ? ", streamed" : "",
                what,
                during));
  }
}
