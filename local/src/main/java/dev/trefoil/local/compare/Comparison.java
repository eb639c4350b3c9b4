// The calls of a comparison, a bounded number at once.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What all targets of a route said to all prompts.
 *
 * @param judge who was asked whether answers say the same
 * @param targets in the route's order; with the first one's answers others are compared
 */
public record Comparison(
    String route, Optional<String> judge, List<Prompt> prompts, List<TargetAnswers> targets) {

  /**
   * Asks.
   *
   * @param parallel how many calls are made at once
   * @param progress is told how far it is
   * @throws IOException in a person's words, when the route cannot be compared at all
   */
  public static Comparison run(
      Endpoint endpoint,
      String route,
      Optional<String> judge,
      List<Prompt> prompts,
      int parallel,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    List<String> targets = endpoint.targets(route);
    try (ExecutorService calls = Executors.newFixedThreadPool(parallel)) {
      try {
        Progress told = new Progress(progress, targets.size() * prompts.size());
        List<List<Future<Answer>>> asked = new ArrayList<>();
        for (String target : targets) {
          asked.add(new ArrayList<>());
          for (Prompt prompt : prompts) {
            ObjectNode request = request(route, target, prompt);
            asked.getLast().add(calls.submit(told.of("answers", () -> endpoint.ask(request))));
          }
        }
        List<List<Answer>> answers = new ArrayList<>();
        for (List<Future<Answer>> of : asked) {
          answers.add(all(of));
        }
        List<TargetAnswers> compared = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
          List<Optional<Answer>> verdicts =
              judge.isEmpty() || i == 0
                  ? List.of()
                  : verdicts(
                      endpoint,
                      judge.get(),
                      prompts,
                      answers.getFirst(),
                      answers.get(i),
                      calls,
                      told);
          compared.add(new TargetAnswers(targets.get(i), answers.get(i), verdicts));
        }
        return new Comparison(route, judge, prompts, compared);
      } catch (InterruptedException e) {
        calls.shutdownNow();
        throw e;
      }
    }
  }

  /** Whether every target answered every prompt. */
  public boolean isComplete() {
    return targets.stream().allMatch(target -> target.given().size() == prompts.size());
  }

  private static ObjectNode request(String route, String target, Prompt prompt) {
    return prompt
        .request()
        .deepCopy()
        .put("model", route)
        .put("provider", target)
        .put("disable_fallbacks", true);
  }

  /** By prompt; empty where one of the two has no answer to it. */
  private static List<Optional<Answer>> verdicts(
      Endpoint endpoint,
      String judge,
      List<Prompt> prompts,
      List<Answer> first,
      List<Answer> others,
      ExecutorService calls,
      Progress progress)
      throws InterruptedException {
    List<Optional<Future<Answer>>> asked = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      if (first.get(i) instanceof Answer.Given one && others.get(i) instanceof Answer.Given other) {
        // Judges lean to the first of two: each side comes first every other time.
        ObjectNode question =
            i % 2 == 0
                ? Agreement.question(judge, prompts.get(i), one.everything(), other.everything())
                : Agreement.question(judge, prompts.get(i), other.everything(), one.everything());
        asked.add(Optional.of(calls.submit(progress.of("verdicts", () -> endpoint.ask(question)))));
      } else {
        asked.add(Optional.empty());
      }
    }
    List<Optional<Answer>> verdicts = new ArrayList<>();
    for (Optional<Future<Answer>> of : asked) {
      verdicts.add(of.isPresent() ? Optional.of(one(of.get())) : Optional.empty());
    }
    return verdicts;
  }

  private static List<Answer> all(List<Future<Answer>> asked) throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> of : asked) {
      answers.add(one(of));
    }
    return answers;
  }

  private static Answer one(Future<Answer> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Counts what is there. */
  private static final class Progress {
    private final Consumer<String> told;
    private final int all;
    private final AtomicInteger answers = new AtomicInteger();

    Progress(Consumer<String> told, int all) {
      this.told = told;
      this.all = all;
    }

    Callable<Answer> of(String what, Callable<Answer> call) {
      return () -> {
        Answer answer = call.call();
        told.accept(
            "%d %s of %d prompts and targets".formatted(answers.incrementAndGet(), what, all));
        return answer;
      };
    }
  }
}
