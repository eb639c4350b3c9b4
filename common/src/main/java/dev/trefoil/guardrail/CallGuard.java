package dev.trefoil.guardrail;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.gateway.Guard;
import dev.trefoil.gateway.GuardrailException;
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
  private final Placeholders placeholders = new Placeholders();
  private Optional<CheckedAnswer> answer = Optional.empty();

  CallGuard(Checks input, Checks output, int windowChars) {
    this.input = input;
    this.output = output;
    this.windowChars = windowChars;
  }

  @Override
  public ChatRequest input(ChatRequest asked) throws GuardrailException {
    ChatRequest request = withoutLogprobs(asked);
    if (input.isEmpty()) {
      return request;
    }
    List<String> texts = new ArrayList<>();
    var unused = RequestTexts.walk(request, Texts.collecting(texts));
    List<String> others = checked(texts, RequestTexts.hasMedia(request));
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
    List<String> others = checked(texts, RequestTexts.hasTokens(request));
    return others.equals(texts) ? request : RequestTexts.walk(request, Texts.replacing(others));
  }

  private List<String> checked(List<String> texts, boolean hasMedia) throws GuardrailException {
    List<String> checked = texts;
    try {
      for (List<DeclaredCheck> entry : input.entries()) {
        if (hasMedia && entry.getFirst().refusesMedia()) {
          throw input.refusal(entry.getFirst(), Side.INPUT, MEDIA);
        }
        Optional<Checks.Looked> looked = input.look(entry, checked, 0, Side.INPUT);
        if (looked.isPresent() && !looked.get().masked().isEmpty()) {
          checked = masked(checked, looked.get());
        }
      }
    } catch (RefusedException e) {
      throw GuardrailException.blocked(e.finding());
    }
    return checked;
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
  public List<GuardrailFinding> findings() {
    return Stream.concat(input.findings().stream(), output.findings().stream()).toList();
  }
}
