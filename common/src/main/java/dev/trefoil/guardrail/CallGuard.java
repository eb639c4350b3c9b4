package dev.trefoil.guardrail;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.gateway.Guard;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.provider.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Checks one call: each check of a side sees what those before it have left. */
final class CallGuard implements Guard {
  private static final String MEDIA = "media";

  private final Checks input;
  private final Checks output;
  private final int windowChars;
  private final boolean parallel;
  private final Placeholders placeholders = new Placeholders();
  private Optional<BesideChecks> beside = Optional.empty();
  private Optional<CheckedAnswer> answer = Optional.empty();

  /**
   * @param parallel whether what asks others and does not mask looks beside the model's call
   */
  CallGuard(Checks input, Checks output, int windowChars, boolean parallel) {
    this.input = input;
    this.output = output;
    this.windowChars = windowChars;
    this.parallel = parallel;
  }

  /** Whose checks are all waited for. */
  CallGuard(Checks input, Checks output, int windowChars) {
    this(input, output, windowChars, false);
  }

  @Override
  public ChatRequest input(ChatRequest request, Cancellation against) throws GuardrailException {
    if (parallel) {
      beside = Optional.of(new BesideChecks(input, input.call(), against));
    }
    return input(request);
  }

  @Override
  public void await() throws GuardrailException {
    if (beside.isPresent()) {
      beside.get().await();
    }
  }

  @Override
  public void abandon() {
    beside.ifPresent(BesideChecks::abandon);
  }

  @Override
  public ChatRequest input(ChatRequest asked) throws GuardrailException {
    ChatRequest request = withoutLogprobs(asked);
    if (input.isEmpty()) {
      return request;
    }
    List<String> texts = new ArrayList<>();
    var unused = RequestTexts.walk(request, Texts.collecting(texts));
    List<String> others = checked(texts, RequestTexts.images(request));
    return others.equals(texts) ? request : RequestTexts.walk(request, Texts.replacing(others));
  }

  /** They would tell the words of an answer beside it. */
  private ChatRequest withoutLogprobs(ChatRequest request) {
    return output.hold() && request.settings().topLogprobs().isPresent()
        ? request.withSettings(
            request.settings().toBuilder().topLogprobs(OptionalInt.empty()).build())
        : request;
  }

  /** Nothing is put back into vectors. */
  @Override
  public EmbeddingRequest input(EmbeddingRequest request) throws GuardrailException {
    if (input.isEmpty()) {
      return request;
    }
    List<String> texts = new ArrayList<>();
    var unused = RequestTexts.walk(request, Texts.collecting(texts));
    List<String> others =
        checked(texts, RequestTexts.hasTokens(request) ? Optional.empty() : Optional.of(List.of()));
    return others.equals(texts) ? request : RequestTexts.walk(request, Texts.replacing(others));
  }

  /**
   * @param images empty where there is something else that is no text
   */
  private List<String> checked(List<String> texts, Optional<List<Media.Inline>> images)
      throws GuardrailException {
    List<String> checked = texts;
    List<Runnable> later = new ArrayList<>(0);
    try {
      for (List<DeclaredCheck> entry : input.entries()) {
        DeclaredCheck first = entry.getFirst();
        List<Media.Inline> taken =
            images.orElse(List.of()).stream().filter(first.check()::takes).toList();
        if (first.refusesMedia() && !images.equals(Optional.of(taken))) {
          throw input.refusal(first, Side.INPUT, MEDIA);
        }
        if (beside.isPresent() && runsBeside(entry)) {
          List<String> seen = checked;
          later.add(() -> beside.get().begin(entry, seen, taken));
          continue;
        }
        Optional<Checks.Looked> looked = input.look(entry, checked, taken, 0, Side.INPUT);
        if (looked.isPresent() && !looked.get().masked().isEmpty()) {
          checked = masked(checked, looked.get());
        }
      }
    } catch (RefusedException e) {
      throw GuardrailException.blocked(e.finding());
    }
    later.forEach(Runnable::run); // Nothing was found for which nobody need be asked.
    return checked;
  }

  private static boolean runsBeside(List<DeclaredCheck> entry) {
    return entry.stream().anyMatch(check -> check.check().isRemote())
        && entry.stream().noneMatch(check -> check.outcome() == Outcome.MASK);
  }

  private List<String> masked(List<String> texts, Checks.Looked looked) {
    placeholders.avoid(texts);
    return Found.replaced(
        texts,
        looked.masked(),
        one ->
            looked.check().unmask()
                ? placeholders.of(
                    one.category(), texts.get(one.text()).substring(one.start(), one.end()))
                : Placeholders.of(one.category()));
  }

  @Override
  public AnswerListener checked(ChatRequest request, AnswerListener next) {
    CheckedAnswer checked = new CheckedAnswer(this, output, request, windowChars, next);
    answer = Optional.of(checked);
    return checked;
  }

  @Override
  public AnswerListener unmasked(ChatRequest request, AnswerListener next) {
    return placeholders.values().isEmpty()
        ? next
        : new UnmaskedAnswer(placeholders.values(), request, next);
  }

  @Override
  public boolean hasRefusedAnswer() {
    return answer.isPresent() && answer.get().hasRefused();
  }

  @Override
  public List<CheckRun> runs() {
    return Stream.concat(input.runs().stream(), output.runs().stream()).toList();
  }

  @Override
  public List<GuardrailFinding> findings() {
    return Stream.concat(input.findings().stream(), output.findings().stream()).toList();
  }
}
