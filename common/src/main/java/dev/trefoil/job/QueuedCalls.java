package dev.trefoil.job;

import dev.trefoil.door.CallInfo;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.LaterCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.store.Content;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Calls of doors as jobs, under ids of the doors' own. */
final class QueuedCalls implements LaterCalls {
  private final Jobs jobs;
  private final Queues queues;
  private final String queue;

  QueuedCalls(Jobs jobs, Queues queues, String queue) {
    this.jobs = jobs;
    this.queues = queues;
    this.queue = queue;
  }

  @Override
  public void submit(String id, KeptCall call, byte[] body, CallInfo info) throws Problem {
    try {
      var unused =
          jobs.submit(
              id, Terms.of(info), Submission.of(call, body), Optional.empty(), info.deadline());
      queues.send(queue, Envelope.naming(id, info.trace()), Duration.ZERO, info.deadline());
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  @Override
  public Optional<Later> find(String id, CallInfo info) throws Problem {
    try {
      Optional<Held> held = held(id, info);
      return held.isEmpty() ? Optional.empty() : Optional.of(later(held.get().job(), info));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private Later later(Job job, CallInfo info) throws StoreException {
    String call = text(job.request(), info);
    Optional<Answered> answer = Optional.empty();
    if (job.answer().isPresent()) {
      Answer told = job.answer().get();
      answer = Optional.of(new Answered(told.status(), text(told.body(), info)));
    }
    return new Later(state(job), KeptCall.Chat.of(CallText.read(call)), job.created(), answer);
  }

  private static State state(Job job) {
    return switch (job.state()) {
      case QUEUED -> State.QUEUED;
      case RUNNING -> State.RUNNING;
      case SUCCEEDED -> State.SUCCEEDED;
      case FAILED -> State.FAILED;
      case CANCELLED -> State.CANCELLED;
    };
  }

  @Override
  public Optional<State> state(String id, CallInfo info) throws Problem {
    try {
      return held(id, info).map(held -> state(held.job()));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private String text(Content content, CallInfo info) throws StoreException {
    return new String(jobs.load(content, info.deadline()), StandardCharsets.UTF_8);
  }

  @Override
  public boolean forget(String id, CallInfo info) throws Problem {
    try {
      Optional<Held> held = held(id, info);
      if (held.isPresent()) {
        jobs.forget(held.get(), info.deadline());
      }
      return held.isPresent();
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** Another caller's is not there. */
  private Optional<Held> held(String id, CallInfo info) throws StoreException {
    return Envelope.isId(id)
        ? jobs.find(id, info.deadline())
            .filter(found -> info.caller().owns(found.job().terms().caller()))
            .filter(found -> found.job().form() == RequestForm.CALL)
        : Optional.empty();
  }
}
