package dev.trefoil.door.responses;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.ModelCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a call that had no answer into one that may have, where what it goes on from is longer than
 * the window of a target that could answer: all but the end of that is summarised.
 */
final class Compaction {
  private static final String TOO_LONG = "context_length_exceeded";

  /** Stands for what is not there yet. */
  private static final String PLACEHOLDER = "-";

  private final ModelCalls calls;
  private final Summaries summaries;

  Compaction(ModelCalls calls) {
    this.calls = calls;
    this.summaries = new Summaries(calls);
  }

  /**
   * The same call with a shorter past.
   *
   * @param call what is asked instead
   * @param summary what that begins with
   * @param through the last item that the summary stands for
   */
  record Shorter(ResponsesCall call, Summary summary, String through) {

    /** What hears its answer: all of it, with the summary and what that took. */
    AnswerListener heard(AnswerListener answer, Response response) {
      return new AnswerListener() {
        @Override
        public void onStart(AnswerStart start) {
          answer.onStart(start.withTrail(summary.before(start.trail())));
          response.output().compacted(new CompactionItem(summary.text(), Optional.of(through)));
        }

        @Override
        public void onEvent(ChatEvent event) {
          answer.onEvent(
              event instanceof Finished end
                  ? new Finished(end.usage().plus(summary.usage()), end.serviceTier())
                  : event);
        }

        @Override
        public void onContinuation() {
          answer.onContinuation();
        }
      };
    }
  }

  /** Whether a shorter past may help a call that failed so before anything was said. */
  static boolean mayHelp(ResponsesCall call, Problem failure) {
    boolean tooLong = failure.code().filter(TOO_LONG::equals).isPresent();
    boolean nobodyLeft = failure.status() != 400 && !failure.trail().attempts().isEmpty();
    boolean repeatable = call.run().isEmpty() || call.run().get().approved().isEmpty();
    return (tooLong || nobodyLeft)
        && repeatable
        && call.past().filter(past -> !past.items().isEmpty()).isPresent();
  }

  /**
   * Makes it.
   *
   * @return empty where the route does not want it, or it is of no use
   * @throws Problem when there is no summary to be had
   * @throws IOException when the caller is gone
   */
  Optional<Shorter> of(ResponsesCall call, Problem failure, CallInfo info, Cancellation gone)
      throws Problem, IOException {
    CallPast past = call.past().orElseThrow();
    Plan plan = plan(call, List.of(Message.of(Role.USER, PLACEHOLDER)));
    if (!plan.policy().compaction()) {
      return Optional.empty();
    }
    Target target = plan.steps().getFirst().target();
    long tokens = calls.estimate(call.request(), target);
    long window = narrowest(plan);
    if (failure.status() != 400 && tokens <= window) {
      return Optional.empty(); // Nobody was left out for it.
    }
    long room = Math.min(tokens, window);
    List<String> items = past.items();
    int cut = cut(items, room / (double) tokens / 4);
    boolean shortens = !items.subList(0, cut).stream().allMatch(Compaction::staysAsItIs);
    if (!shortens || !isTaken(call, past, cut)) {
      return Optional.empty();
    }
    Optional<Summary> summary =
        summaries.of(call, past.said(items.subList(0, cut)), target, room, info, gone);
    if (summary.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Shorter(
            call.with(call.request().withMessages(messages(past, cut, summary.get().text()))),
            summary.get().after(failure.trail()),
            KeptItem.id(items.get(cut - 1))));
  }

  private Plan plan(ResponsesCall call, List<Message> messages) throws Problem {
    return calls.plan(new Question(call, call.request().withMessages(messages)));
  }

  /** Whether the rest is a request, and one that somebody takes: a summary has its price. */
  private boolean isTaken(ResponsesCall call, CallPast past, int cut) {
    try {
      return !plan(call, messages(past, cut, PLACEHOLDER)).steps().isEmpty();
    } catch (Problem e) {
      return false;
    }
  }

  private static List<Message> messages(CallPast past, int cut, String summary) throws Problem {
    List<String> items = past.items();
    List<String> left = new ArrayList<>();
    items.subList(0, cut).stream().filter(KeptItem::isInstruction).forEach(left::add);
    left.add(new CompactionItem(summary, Optional.empty()).json(ItemIds.COMPACTION));
    left.addAll(items.subList(cut, items.size()));
    return past.messages(left);
  }

  /** The smallest window that is known of the targets that may answer. */
  static long narrowest(Plan plan) {
    return plan.steps().stream()
        .flatMapToLong(step -> step.model().contextWindow().stream())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * The first item that stays: a question, from which on all of it is no more than a share of the
   * whole. So no call is parted from its result.
   */
  private static int cut(List<String> items, double share) {
    double characters = share * items.stream().mapToLong(String::length).sum();
    int cut = items.size();
    for (int i = items.size() - 1; i >= 0 && characters >= items.get(i).length(); i--) {
      characters -= items.get(i).length();
      if (KeptItem.isUsers(items.get(i))) {
        cut = i;
      }
    }
    return cut;
  }

  private static boolean staysAsItIs(String item) {
    return KeptItem.isInstruction(item) || CompactionItem.of(KeptItem.read(item)).isPresent();
  }
}
