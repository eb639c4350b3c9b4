package dev.trefoil.schema;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.SchemaFit;
import dev.trefoil.provider.TokenCounter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Puts the schemas of requests in the form that a service takes, and what its models answer back in
 * the caller's. The model behind it gets {@code strict} formats and tools only where its service is
 * to hold the answer to them.
 */
public final class SchemaChatModel implements ChatModel {
  private final ChatModel inner;
  private final Function<String, SchemaFamily> families;
  private final Predicate<String> holds;
  private final SchemaNormalizer schemas;

  /**
   * @param families by a model's id
   * @param holds whether the service holds a model's answers to schemas, by its id
   */
  public SchemaChatModel(
      ChatModel inner, Function<String, SchemaFamily> families, Predicate<String> holds) {
    this(inner, families, holds, SchemaNormalizer.SHARED);
  }

  /** With schemas of its own that are known. */
  SchemaChatModel(
      ChatModel inner,
      Function<String, SchemaFamily> families,
      Predicate<String> holds,
      SchemaNormalizer schemas) {
    this.inner = inner;
    this.families = families;
    this.holds = holds;
    this.schemas = schemas;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    FittedRequest fitted = fit(request, model);
    boolean same = fitted.tools().isEmpty() && fitted.answer().isNone();
    inner.chat(fitted.request(), model, context, same ? listener : new WayBack(fitted, listener));
  }

  private FittedRequest fit(ChatRequest request, String model) throws ProviderException {
    return FittedRequest.of(request, families.apply(model), holds.test(model), schemas);
  }

  /** A counter of the same service, which is sent schemas in the same form. */
  public TokenCounter counting(TokenCounter counter) {
    return (request, model, context) ->
        counter.count(fit(request, model).request(), model, context);
  }

  @Override
  public SchemaFit schemas(ChatRequest request, String model) {
    try {
      return FittedRequest.look(request, families.apply(model), holds.test(model), schemas);
    } catch (ProviderException e) {
      return SchemaFit.WHOLE; // No answer will come that could be checked.
    }
  }

  /** The events of one answer in the caller's words. */
  private static final class WayBack implements ChatListener {
    private final FittedRequest fitted;
    private final ChatListener listener;
    private final Map<Place, ValueRewriter> open = new LinkedHashMap<>();

    /**
     * @param call the number of a tool's call; -1 for the text
     */
    private record Place(int choice, int call) {}

    WayBack(FittedRequest fitted, ChatListener listener) {
      this.fitted = fitted;
      this.listener = listener;
    }

    @Override
    public void onEvent(ChatEvent event) {
      switch (event) {
        case ChatEvent.ToolCallStarted call -> {
          Renaming renaming = fitted.tools().get(call.name());
          if (renaming != null) {
            open.put(new Place(call.choice(), call.index()), ValueRewriter.toCaller(renaming));
          }
          listener.onEvent(call);
        }
        case ChatEvent.ToolArgumentsDelta(int choice, int index, String text) -> {
          ValueRewriter rewriter = open.get(new Place(choice, index));
          give(choice, index, rewriter == null ? text : rewriter.take(text));
        }
        case ChatEvent.TextDelta(int choice, String text) -> {
          Renaming renaming = fitted.answer();
          give(
              choice,
              -1,
              renaming.isNone()
                  ? text
                  : open.computeIfAbsent(
                          new Place(choice, -1), place -> ValueRewriter.toCaller(renaming))
                      .take(text));
        }
        case ChatEvent.ChoiceFinished finished -> {
          open.forEach(
              (place, rewriter) -> {
                if (place.choice() == finished.choice()) {
                  give(place.choice(), place.call(), rewriter.end());
                }
              });
          listener.onEvent(finished);
        }
        case ChatEvent.ReasoningDelta other -> listener.onEvent(other);
        case ChatEvent.ReasoningSummaryDelta other -> listener.onEvent(other);
        case ChatEvent.ReasoningSigned other -> listener.onEvent(other);
        case ChatEvent.ReasoningRedacted other -> listener.onEvent(other);
        case ChatEvent.PhaseStarted other -> listener.onEvent(other);
        case ChatEvent.RefusalDelta other -> listener.onEvent(other);
        case ChatEvent.Logprobs other -> listener.onEvent(other);
        case ChatEvent.NativeDelta other -> listener.onEvent(other);
        case ChatEvent.Finished other -> listener.onEvent(other);
      }
    }

    @Override
    public void alive() {
      listener.alive();
    }

    @Override
    public void onBurst(boolean goesOn) {
      listener.onBurst(goesOn);
    }

    private void give(int choice, int call, String text) {
      if (!text.isEmpty()) {
        listener.onEvent(
            call < 0
                ? new ChatEvent.TextDelta(choice, text)
                : new ChatEvent.ToolArgumentsDelta(choice, call, text));
      }
    }
  }
}
