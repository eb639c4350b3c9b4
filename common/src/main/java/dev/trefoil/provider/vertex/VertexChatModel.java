package dev.trefoil.provider.vertex;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.CallForm;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
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
  private final Function<String, Capabilities> models;

  /**
   * @param usual for all that the library's messages can say
   * @param rest for what they cannot
   */
  VertexChatModel(
      VertexSettings settings,
      Transport usual,
      Transport rest,
      Function<String, Capabilities> models) {
    this.settings = settings;
    this.usual = usual;
    this.rest = rest;
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
    Transport transport = mapped.level().isPresent() ? rest : usual;
    transport.send(mapped, request.stream(), context.cancellation(), answer);
    answer.finish();
  }
}
