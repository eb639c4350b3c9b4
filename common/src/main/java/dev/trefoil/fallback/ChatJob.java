package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chat answer: passed on as it comes when streamed, kept until it is complete when plain. */
final class ChatJob implements Job {
  private final Map<String, ModelService> services;
  private final ChatRequest request;
  private final AnswerListener listener;
  private boolean begun;

  /** Whether the listener threw: only then is it still true after an event. */
  private boolean refused;

  ChatJob(Map<String, ModelService> services, ChatRequest request, AnswerListener listener) {
    this.services = services;
    this.request = request;
    this.listener = listener;
  }

  @Override
  public boolean begun() {
    return begun;
  }

  @Override
  public boolean refused() {
    return refused;
  }

  @Override
  public void attempt(Target target, Trail before, CallContext context, Runnable signs)
      throws ProviderException {
    long start = System.nanoTime();
    ChatModel model = services.get(target.service()).chat();
    List<ChatEvent> kept = new ArrayList<>();
    model.chat(
        request,
        target.model(),
        context,
        event -> {
          signs.run();
          if (request.stream()) {
            begin(model, target, before.plus(Attempt.started(target, FallbackLoop.since(start))));
            pass(event);
          } else {
            kept.add(event);
          }
        });
    if (!request.stream()) {
      begin(model, target, before.plus(Attempt.ok(target, FallbackLoop.since(start))));
      kept.forEach(this::pass);
    }
  }

  private void begin(ChatModel model, Target target, Trail trail) {
    if (!begun) {
      begun = true;
      refused = true;
      listener.onStart(new Start(target, trail, model.dropped(request, target.model())));
      refused = false;
    }
  }

  private void pass(ChatEvent event) {
    refused = true;
    listener.onEvent(event);
    refused = false;
  }
}
