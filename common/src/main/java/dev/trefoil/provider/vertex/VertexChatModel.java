package dev.trefoil.provider.vertex;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.CallForm;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Gemini models by generateContent and streamGenerateContent. */
final class VertexChatModel implements ChatModel {
  /** {@code FunctionDeclaration.name}; calls have no ids in this SDK. */
  private static final CallForm CALLS =
      new CallForm(CallForm.ANY, Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.-]{0,63}"), 64, true);

  private final VertexSettings settings;
  private final Transport usual;
  private final Transport rest;
  private final CachedContents contents;
  private final Function<String, Capabilities> models;

  /**
   * @param usual for all that the library's messages can say
   * @param rest for what they cannot
   * @param contents what the service keeps for money
   */
  VertexChatModel(
      VertexSettings settings,
      Transport usual,
      Transport rest,
      CachedContents contents,
      Function<String, Capabilities> models) {
    this.settings = settings;
    this.usual = usual;
    this.rest = rest;
    this.contents = contents;
    this.models = models;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    CallForm.Fitted fitted = CALLS.fit(request);
    GeminiRequest mapped =
        GenerateContentMapper.map(
            fitted.request(), model, settings.resource(model), models.apply(model));
    VertexAnswer answer = new VertexAnswer(fitted.answering(listener));
    GeminiRequest referring = contents.referring(mapped, context.cancellation());
    try {
      send(referring, request.stream(), context, answer);
    } catch (ProviderException e) {
      boolean refers = !referring.message().getCachedContent().isEmpty();
      if (!refers || answer.hasBegun() || e.kind() != Kind.MODEL_UNAVAILABLE) {
        throw e;
      }
      // Known no more, before its time: what was to be kept goes whole, and is made anew.
      contents.forget(mapped);
      send(mapped, request.stream(), context, answer);
    }
    answer.finish();
  }

  private void send(GeminiRequest request, boolean stream, CallContext context, VertexAnswer answer)
      throws ProviderException {
    Transport transport = request.level().isPresent() ? rest : usual;
    transport.send(request, stream, context.cancellation(), answer);
  }
}
