package dev.trefoil.door.models;

import dev.trefoil.door.Door;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/** {@code /v1/models}, at one path in two formats: the caller's headers say which is its own. */
public final class ModelsDoor implements Door {
  /** Every client of Anthropic's sends it. */
  private static final String ANTHROPIC = "anthropic-version";

  private final ModelsEndpoint models;
  private final Door openAi;
  private final Door anthropic;

  /**
   * @param openAi whose form problems take, unless the caller speaks Anthropic's
   * @param anthropic whose form they take then
   */
  public ModelsDoor(Gateway gateway, Door openAi, Door anthropic) {
    this.models = new ModelsEndpoint(gateway);
    this.openAi = openAi;
    this.anthropic = anthropic;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("models", (call, sink) -> told(call, models::list, sink)),
        Endpoint.get("models/{id}", (call, sink) -> told(call, models::one, sink)));
  }

  /** Answers a call in a form. */
  private interface Telling {
    void tell(DoorCall call, ModelForm form, ResponseSink sink) throws Problem, IOException;
  }

  private void told(DoorCall call, Telling telling, ResponseSink sink) throws Problem, IOException {
    ModelForm form = form(call);
    try {
      telling.tell(call, form, sink);
    } catch (Problem e) {
      switch (form) {
        case OPENAI -> throw e;
        case ANTHROPIC -> anthropic.refuse(e, call.requestId(), new Headers(), sink);
      }
    }
  }

  private static ModelForm form(DoorCall call) {
    return call.headers().first(ANTHROPIC).isPresent() ? ModelForm.ANTHROPIC : ModelForm.OPENAI;
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    openAi.refuse(problem, requestId, extra, sink);
  }
}
