package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.provider.CallIds;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A choice's tool calls, put together from pieces. OpenAI counts calls by {@code index} and gives
 * id and name with a call's first piece. Other servers leave the index out, give every call the
 * index 0 (Ollama), repeat id and name in every piece, give no id, or give calls whole; a call is
 * told from the next by what there is.
 */
final class ToolCalls {
  private final int choice;
  private final Consumer<ChatEvent> listener;
  private final List<Call> calls = new ArrayList<>(0);
  private final Map<Integer, Call> byIndex = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  ToolCalls(int choice, Consumer<ChatEvent> listener) {
    this.choice = choice;
    this.listener = listener;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  void take(Chunk.Call piece) throws ProviderException {
    Call call = find(piece).orElseGet(() -> begin(piece.index()));
    if (call.serviceId.isEmpty()) {
      call.serviceId = piece.id();
    }
    if (!call.started) {
      call.name = piece.name();
      call.early.append(piece.arguments());
      start(call);
    } else if (!piece.arguments().isEmpty()) {
      call.hasArguments = true;
      listener.accept(new ToolArgumentsDelta(choice, call.position, piece.arguments()));
    }
  }

  /** The call that a piece goes on with; empty if it begins one. */
  private Optional<Call> find(Chunk.Call piece) {
    Call candidate =
        piece.index().isPresent()
            ? byIndex.get(piece.index().getAsInt())
            : calls.isEmpty() ? null : calls.getLast();
    if (candidate == null) {
      return Optional.empty();
    }
    if (!piece.id().isEmpty() && !candidate.serviceId.isEmpty()) {
      return candidate.serviceId.equals(piece.id())
          ? Optional.of(candidate)
          : calls.stream().filter(call -> call.serviceId.equals(piece.id())).findFirst();
    }
    boolean another =
        candidate.started
            && !piece.name().isEmpty()
            && (piece.index().isEmpty()
                || !piece.name().equals(candidate.name) && candidate.hasArguments);
    return another ? Optional.empty() : Optional.of(candidate);
  }

  private Call begin(OptionalInt index) {
    Call call = new Call(calls.size());
    calls.add(call);
    index.ifPresent(place -> byIndex.put(place, call));
    return call;
  }

  /** Starts a call as soon as it has a name. */
  private void start(Call call) {
    if (call.name.isEmpty()) {
      return;
    }
    call.started = true;
    String id = call.serviceId;
    if (id.isBlank() || !ids.add(id)) {
      id = CallIds.madeUp();
    }
    listener.accept(new ToolCallStarted(choice, call.position, id, call.name, Optional.empty()));
    if (!call.early.isEmpty()) {
      call.hasArguments = true;
      listener.accept(new ToolArgumentsDelta(choice, call.position, call.early.toString()));
      call.early.setLength(0);
    }
  }

  /**
   * Gives calls that came without arguments those of a function that takes none.
   *
   * @throws ProviderException OVERLOADED for a call that never had a name: nobody could make it
   */
  void finish() throws ProviderException {
    for (Call call : calls) {
      if (!call.started) {
        throw new ProviderException(Kind.OVERLOADED, "a tool call without a name");
      }
      if (!call.hasArguments) {
        listener.accept(new ToolArgumentsDelta(choice, call.position, "{}"));
      }
    }
  }

  private static final class Call {
    private final int position;
    private final StringBuilder early = new StringBuilder(0);
    private String serviceId = "";
    private String name = "";
    private boolean started;
    private boolean hasArguments;

    Call(int position) {
      this.position = position;
    }
  }
}
