package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.agent.RunListener.Offer;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.PhaseStarted;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes items of what a model says, and tells of each step: the same for an answer that is sent
 * whole and for one that is sent while it comes. One item is under way at a time, but for calls
 * whose arguments come by turns.
 */
final class Output {
  private static final String DECLINED = "The model declined to answer.";

  private final ItemIds ids;
  private final List<Tool> tools;
  private final boolean encrypted;
  private final OutputListener listener;
  private final Optional<FileSearchPlan> search;

  /** All items, with those that only another call of ours would have use for. */
  private final List<OutputItem> all = new ArrayList<>(2);

  private final List<OutputItem> shown = new ArrayList<>(2);
  private CallItems calls;
  private Optional<ServerOutput> server = Optional.empty();
  private Optional<String> phase = Optional.empty();

  /** What is under way beside calls; null for nothing. */
  private OutputItem current;

  /**
   * @param tools of the request
   * @param encrypted whether the caller is shown what only the model's provider can read
   * @param search what is said of the search of files; empty where there is none
   */
  Output(
      ItemIds ids,
      List<Tool> tools,
      boolean encrypted,
      Optional<FileSearchPlan> search,
      OutputListener listener) {
    this.ids = ids;
    this.tools = tools;
    this.encrypted = encrypted;
    this.search = search;
    this.listener = listener;
    this.calls = new CallItems(listener);
  }

  /** What the caller is shown. */
  List<OutputItem> shown() {
    return shown;
  }

  /** All that is to be kept. */
  List<OutputItem> all() {
    return all;
  }

  /** Takes the next event of the answer but its end. */
  void on(ChatEvent event) {
    switch (event) {
      case TextDelta delta -> say(Piece.TEXT, delta.text());
      case RefusalDelta delta -> say(Piece.REFUSAL, delta.text());
      case ReasoningDelta delta -> think(delta.text());
      case ReasoningSummaryDelta delta -> summarize(delta);
      case ReasoningSigned signed -> sign(signed.signature());
      case ReasoningRedacted thought -> mark(EncryptedContent.Kind.REDACTED, thought.data());
      case PhaseStarted started -> phase = Optional.of(started.phase());
      case ToolCallStarted call -> call(call);
      case ToolArgumentsDelta delta -> calls.arguments(delta.index(), delta.text());
      case Logprobs logprobs -> logprobs(logprobs.json());
      case NativeDelta delta -> beyond(delta.value());
      case ChoiceFinished end -> {}
      case ChatEvent.Finished end -> {}
    }
  }

  /**
   * Ends what is under way.
   *
   * @param whole whether the last item is all that the model wanted to say
   */
  void end(boolean whole) {
    calls.end(whole);
    close(whole);
    if (server.isPresent()) {
      server.get().abandon(listener);
    }
    if (whole && shown.isEmpty()) {
      say(Piece.TEXT, ""); // Clients take an answer without items for none, and ask again.
      close(true);
    }
  }

  /** Says that the model declined, unless it did so in words of its own. */
  void decline(Optional<String> why) {
    boolean said =
        shown.stream()
            .anyMatch(item -> item instanceof MessageItem message && message.hasRefusal());
    if (!said) {
      say(Piece.REFUSAL, why.filter(text -> !text.isBlank()).orElse(DECLINED));
    }
  }

  private void say(Piece piece, String text) {
    MessageItem item = message();
    if (item.current().filter(piece::equals).isEmpty()) {
      endPiece(item);
      listener.began(item, piece, item.begin(piece));
    }
    if (!text.isEmpty()) {
      item.append(text);
      listener.delta(item, piece, item.last(), text);
    }
  }

  private MessageItem message() {
    if (current instanceof MessageItem message && message.phase().equals(phase)) {
      return message;
    }
    close(true);
    calls.endWhole();
    return add(new MessageItem(id(ItemIds.MESSAGE), shown.size(), phase));
  }

  private void think(String text) {
    ReasoningItem item = thought();
    if (!item.hasText()) {
      listener.began(item, Piece.REASONING, 0);
    }
    item.append(text);
    listener.delta(item, Piece.REASONING, 0, text);
  }

  private void summarize(ReasoningSummaryDelta delta) {
    if (current instanceof ReasoningItem item && delta.index() < item.summaries() - 1) {
      close(true); // A new block counts its parts anew.
    }
    ReasoningItem item = thought();
    if (delta.index() >= item.summaries()) {
      endSummary(item);
      item.beginSummary();
      listener.began(item, Piece.SUMMARY, item.summaries() - 1);
    }
    item.summarize(delta.text());
    listener.delta(item, Piece.SUMMARY, item.summaries() - 1, delta.text());
  }

  private ReasoningItem thought() {
    if (current instanceof ReasoningItem item) {
      return item;
    }
    close(true);
    calls.endWhole();
    return add(
        new ReasoningItem(id(ItemIds.REASONING), shown.size(), EncryptedContent.Kind.THOUGHT));
  }

  private void sign(Signature signature) {
    if (current instanceof ReasoningItem item) {
      item.sign(signature);
      close(true);
    } else {
      mark(EncryptedContent.Kind.THOUGHT, signature);
    }
  }

  /** An item that has no words: only a caller who wants marks is shown it. */
  private void mark(EncryptedContent.Kind kind, Signature signature) {
    close(true);
    calls.endWhole();
    ReasoningItem item =
        new ReasoningItem(id(ItemIds.REASONING), encrypted ? shown.size() : -1, kind);
    item.sign(signature);
    all.add(item);
    if (encrypted) {
      shown.add(item);
      listener.added(item);
      item.end(true);
      listener.done(item);
    } else {
      item.end(true);
    }
  }

  private void call(ToolCallStarted call) {
    close(true);
    calls.endWhole();
    call.signature().ifPresent(mark -> mark(EncryptedContent.Kind.CALL, mark));
    PendingCall item = pending(call);
    all.add(item);
    shown.add(item);
    calls.add(item);
  }

  private PendingCall pending(ToolCallStarted call) {
    if (server.isPresent() && server.get().has(call.name())) {
      String id = id(server.get().kind(call.name()));
      return server.get().begin(id, shown.size(), call.id(), call.name());
    }
    Optional<Tool> tool = tools.stream().filter(own -> own.name().equals(call.name())).findFirst();
    String kind = CallItem.isFreeText(tool) ? ItemIds.CUSTOM_CALL : ItemIds.FUNCTION_CALL;
    return new CallItem(id(kind), shown.size(), call, tool);
  }

  /** What was said before is summarised from here on. */
  void compacted(CompactionItem summary) {
    String id = id(ItemIds.COMPACTION);
    String json = summary.json(id);
    beyond(new Native(Native.OPENAI_RESPONSES, "", Native.ITEM, json));
  }

  /** Takes what the model may call of Trefoil's own; a server's tools are told of. */
  void offer(Offer offer) {
    if (server.isEmpty()) {
      server = Optional.of(new ServerOutput(search));
    }
    server.get().offer(offer);
    if (offer.server()) {
      ToolListItem item = add(new ToolListItem(id(ItemIds.TOOL_LIST), shown.size(), offer));
      current = null;
      listener.progress(item, EventType.LIST_IN_PROGRESS);
      listener.progress(item, item.ending());
      item.end(true);
      listener.done(item);
    }
  }

  /** A call was made that the caller had been asked about. */
  void approved(ApprovedCall call, ToolOutcome outcome) {
    ServerCallItem item =
        new ServerCallItem(
            id(ItemIds.SERVER_CALL),
            shown.size(),
            call.request(),
            call.server(),
            call.name(),
            Optional.of(call.request()));
    all.add(item);
    shown.add(item);
    item.added(listener);
    item.append(call.arguments(), listener);
    item.endArguments(true, listener);
    item.finish(outcome, listener);
  }

  /** An answer is complete, and another follows when its calls have been made. */
  void endStep() {
    calls.end(true);
    close(true);
    calls = new CallItems(listener);
  }

  /** A call has been made. */
  void called(String call, ToolOutcome outcome) {
    server.orElseThrow().finish(call, outcome, listener);
  }

  private void logprobs(String json) {
    try {
      if (current instanceof MessageItem message) {
        message.logprobs(json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A provider gives JSON.
    }
  }

  private void beyond(Native value) {
    if (!value.protocol().equals(Native.OPENAI_RESPONSES)) {
      return;
    }
    try {
      if (value.member().equals(Native.ITEM)) {
        item(value, Json.readWhole(value.json()));
      } else if (value.member().equals("annotations") && current instanceof MessageItem message) {
        int before = message.current().isPresent() ? message.annotations() : 0;
        for (String annotation : message.annotate(value.json())) {
          listener.annotated(message, message.last(), before++, annotation);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A provider gives JSON.
    }
  }

  private void item(Native value, JrsObject item) {
    close(true);
    calls.endWhole();
    OutputItem added = add(new NativeItem(id("it"), shown.size(), value, item));
    added.end(true);
    current = null;
    listener.done(added);
  }

  private <T extends OutputItem> T add(T item) {
    all.add(item);
    shown.add(item);
    current = item;
    listener.added(item);
    return item;
  }

  private String id(String kind) {
    return ids.item(kind, all.size());
  }

  private void close(boolean whole) {
    OutputItem item = current;
    current = null;
    switch (item) {
      case null -> {
        return;
      }
      case MessageItem message -> endPiece(message);
      case ReasoningItem thought -> {
        endSummary(thought);
        if (thought.hasText()) {
          listener.ended(thought, Piece.REASONING, 0);
        }
      }
      case PendingCall call -> throw new IllegalStateException("calls end by themselves");
      case ToolListItem list -> throw new IllegalStateException("it has ended");
      case NativeItem beyond -> throw new IllegalStateException("it has ended");
    }
    item.end(whole);
    listener.done(item);
  }

  private void endPiece(MessageItem item) {
    item.current().ifPresent(piece -> listener.ended(item, piece, item.last()));
  }

  private void endSummary(ReasoningItem item) {
    if (item.summaries() > 0) {
      listener.ended(item, Piece.SUMMARY, item.summaries() - 1);
    }
  }
}
