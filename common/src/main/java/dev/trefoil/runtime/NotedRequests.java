package dev.trefoil.runtime;

import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.agent.ToolWatch;
import dev.trefoil.gateway.CallEvent;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.WorkNoted;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.gateway.SideWork;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.Store;
import dev.trefoil.telemetry.NotedStore;
import dev.trefoil.telemetry.RequestNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells what writes traces what each request had the store and tools do: apart, so that a process
 * without traces loads no class of it.
 *
 * @param told of each call's work once its request is answered
 */
record NotedRequests(CallEventConsumer told) implements CallEventConsumer {
  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded ended) {
      RequestNotes.ended(ended.call());
    }
  }

  @Override
  public boolean readsOnlyEnds() {
    return true;
  }

  /** The store of a cloud, of which it is noted what it is asked. */
  static Store store(Cloud cloud, Store store) {
    return switch (cloud) {
      case AWS -> NotedStore.of(store, "aws.dynamodb", "aws.s3");
      case AZURE -> NotedStore.of(store, "azure.table_storage", "azure.blob_storage");
      case GCP -> NotedStore.of(store, "gcp.firestore", "gcp.cloud_storage");
    };
  }

  /** Hears of tools that are called. */
  static ToolWatch tools() {
    return NotedRequests::called;
  }

  private static void called(
      String tool, String id, Instant began, Duration took, ToolOutcome outcome) {
    RequestNotes.note(
        new SideWork.ToolCall(
            tool,
            id,
            began,
            took,
            outcome.failed() ? Optional.of("tool_error") : Optional.empty()));
  }

  HttpHandler http(HttpHandler handler) {
    return (call, sink) -> {
      RequestNotes notes = RequestNotes.open();
      try {
        handler.handle(call, sink);
      } finally {
        tell(notes);
      }
    };
  }

  MessageHandler messages(MessageHandler handler) {
    return (message, deadline) -> {
      RequestNotes notes = RequestNotes.open();
      try {
        return handler.handle(message, deadline);
      } finally {
        tell(notes);
      }
    };
  }

  private void tell(RequestNotes notes) {
    List<WorkNoted> all = notes.all();
    notes.close();
    all.forEach(told::accept);
  }

  @Override
  public String toString() {
    return "what notes the work of calls";
  }
}
