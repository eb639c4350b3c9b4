package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A model that gives some events and then ends as told. The loop's own logic is tested with it;
 * what real services do is tested against their emulators.
 */
public final class ScriptedModel implements ModelService, ChatModel {
  /** What a script waits for. */
  public interface Gate {
    void await() throws InterruptedException;
  }

  /** What a model does with a call, or how a script ends. */
  public interface End {
    void end(CallContext context, ChatListener listener) throws ProviderException;
  }

  /** What is given to one call. */
  private record Script(Gate gate, List<ChatEvent> events, End end) {
    boolean endsInSilence() {
      return end == SILENCE;
    }
  }

  private static final End SILENCE =
      (context, listener) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        context.cancellation().onCancel(cancelled::countDown);
        try {
          cancelled.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new ProviderException(Kind.UNREACHABLE, "cancelled");
      };

  private final List<Script> scripts = new ArrayList<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<ChatRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile Deadline deadline;

  private ScriptedModel(List<ChatEvent> events, End end) {
    this(() -> {}, events, end);
  }

  private ScriptedModel(Gate gate, List<ChatEvent> events, End end) {
    scripts.add(new Script(gate, events, end));
  }

  /** The same for the calls so far; what {@code next} does for those after them. */
  public ScriptedModel then(ScriptedModel next) {
    scripts.addAll(next.scripts);
    return this;
  }

  public static ScriptedModel answering(ChatEvent... events) {
    return new ScriptedModel(List.of(events), (context, listener) -> {});
  }

  public static ScriptedModel failing(ProviderException failure, ChatEvent... before) {
    return new ScriptedModel(
        List.of(before),
        (context, listener) -> {
          throw failure;
        });
  }

  /** Gives nothing until {@code gate} lets it. */
  public static ScriptedModel answeringAfter(Gate gate, ChatEvent... events) {
    return new ScriptedModel(gate, List.of(events), (context, listener) -> {});
  }

  /** Fails as soon as {@code gate} lets it. */
  public static ScriptedModel failingAfter(Gate gate, ProviderException failure) {
    return new ScriptedModel(
        gate,
        List.of(),
        (context, listener) -> {
          throw failure;
        });
  }

  /** Does with every call what the test says. */
  public static ScriptedModel acting(End act) {
    return new ScriptedModel(List.of(), act);
  }

  /** Does {@code work} when it is asked, and answers. */
  public static ScriptedModel doing(Runnable work, ChatEvent... events) {
    return answeringAfter(work::run, events);
  }

  /** Gives some events and throws what no client should. */
  public static ScriptedModel broken(Throwable bug, ChatEvent... before) {
    return new ScriptedModel(
        List.of(before),
        (context, listener) -> {
          throw ScriptedModel.<RuntimeException>unchecked(bug);
        });
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  public static ScriptedModel silentAfter(ChatEvent... before) {
    return new ScriptedModel(List.of(before), SILENCE);
  }

  /** Whether a call is to end by the limit to its first event. */
  boolean isSilentAtOnce() {
    return scripts.stream().anyMatch(script -> script.endsInSilence() && script.events().isEmpty());
  }

  /** Whether a call is to end by the limit between events. */
  boolean stalls() {
    return scripts.stream()
        .anyMatch(script -> script.endsInSilence() && !script.events().isEmpty());
  }

  @Override
  public ChatModel chat() {
    return this;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return Optional.empty();
  }

  @Override
  public void close() {}

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    Script script;
    synchronized (scripts) {
      script = scripts.get(Math.min(calls.size(), scripts.size() - 1));
      calls.add(model);
      requests.add(request);
    }
    deadline = context.deadline();
    try {
      script.gate().await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    script.events().forEach(listener::onEvent);
    script.end().end(context, listener);
  }

  /** What was asked, in order. */
  public List<ChatRequest> requests() {
    return requests;
  }

  /** The models that were asked for, in order. */
  public List<String> calls() {
    return calls;
  }

  /** The deadline of the last call. */
  public Deadline deadline() {
    return deadline;
  }
}
