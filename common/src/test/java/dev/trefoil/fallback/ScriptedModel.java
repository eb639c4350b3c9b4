package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A model that gives some events and then ends as told. The loop's own logic is tested with it;
 * what real services do is tested against their emulators.
 */
public final class ScriptedModel implements ChatModel {
  /** How a script ends. */
  private interface End {
    void end(CallContext context) throws ProviderException;
  }

  private final List<ChatEvent> events;
  private final End end;
  private final List<String> calls = new ArrayList<>();

  private ScriptedModel(List<ChatEvent> events, End end) {
    this.events = events;
    this.end = end;
  }

  public static ScriptedModel answering(ChatEvent... events) {
    return new ScriptedModel(List.of(events), context -> {});
  }

  public static ScriptedModel failing(ProviderException failure, ChatEvent... before) {
    return new ScriptedModel(
        List.of(before),
        context -> {
          throw failure;
        });
  }

  static ScriptedModel broken(RuntimeException bug) {
    return new ScriptedModel(
        List.of(),
        context -> {
          throw bug;
        });
  }

  static ScriptedModel silentAfter(ChatEvent... before) {
    return new ScriptedModel(
        List.of(before),
        context -> {
          CountDownLatch cancelled = new CountDownLatch(1);
          context.cancellation().onCancel(cancelled::countDown);
          try {
            cancelled.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new ProviderException(Kind.UNREACHABLE, "cancelled");
        });
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    calls.add(model);
    events.forEach(listener::onEvent);
    end.end(context);
  }

  /** The models that were asked for, in order. */
  public List<String> calls() {
    return calls;
  }
}
