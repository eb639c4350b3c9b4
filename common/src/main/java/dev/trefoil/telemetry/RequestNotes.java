package dev.trefoil.telemetry;

import dev.trefoil.attempt.CallSpan;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.gateway.CallEvent.WorkNoted;
import dev.trefoil.gateway.SideWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one request has tools and the store do, noted on its thread and on those that are started
 * from there. Each piece belongs to the call that was the last to begin when it was done, and what
 * came before all calls to the first. Used by many threads at once.
 */
public final class RequestNotes implements AutoCloseable {
  /** What more there is of one request is not noted. */
  static final int MOST = 100;

  private static final InheritableThreadLocal<RequestNotes> CURRENT =
      new InheritableThreadLocal<>();

  private final List<Noted> calls = new ArrayList<>(1);
  private final List<SideWork> early = new ArrayList<>(4);
  private int noted;
  private boolean closed;

  /** One call, and what was done for it. */
  private static final class Noted {
    private final CallSpan span;
    private final List<SideWork> work = new ArrayList<>(4);
    private Optional<Subject> ended = Optional.empty();

    Noted(CallSpan span) {
      this.span = span;
    }
  }

  private RequestNotes() {}

  /** Begins to note what this thread does, until it is closed. */
  public static RequestNotes open() {
    RequestNotes notes = new RequestNotes();
    CURRENT.set(notes);
    return notes;
  }

  /** Notes something that was done just now, where anything of this thread is noted. */
  public static void note(SideWork done) {
    RequestNotes notes = CURRENT.get();
    if (notes != null) {
      notes.add(done);
    }
  }

  /** A call begins on this thread. */
  static void begins(CallSpan call) {
    RequestNotes notes = CURRENT.get();
    if (notes != null) {
      notes.add(call);
    }
  }

  /** A call of this thread's has ended, so that there is a span of it. */
  public static void ended(Subject call) {
    RequestNotes notes = CURRENT.get();
    if (notes != null) {
      notes.end(call);
    }
  }

  private synchronized void add(CallSpan call) {
    if (!closed && calls.size() < MOST) {
      calls.add(new Noted(call));
    }
  }

  private synchronized void add(SideWork done) {
    if (!closed && noted++ < MOST) {
      (calls.isEmpty() ? early : calls.getLast().work).add(done);
    }
  }

  private synchronized void end(Subject call) {
    for (Noted one : calls) {
      if (call.span().isPresent() && call.span().get().equals(one.span)) {
        one.ended = Optional.of(call);
      }
    }
  }

  /** Ends it: what threads that live on do is not noted any more. */
  @Override
  public void close() {
    CURRENT.remove();
    synchronized (this) {
      closed = true;
      calls.clear();
      early.clear();
    }
  }

  /** What was noted of each call that has ended: of one that was refused there is no span. */
  public synchronized List<WorkNoted> all() {
    List<WorkNoted> all = new ArrayList<>(calls.size());
    for (Noted call : calls) {
      List<SideWork> work = new ArrayList<>(call == calls.getFirst() ? early : List.of());
      work.addAll(call.work);
      if (call.ended.isPresent() && !work.isEmpty()) {
        all.add(new WorkNoted(call.ended.get(), work));
      }
    }
    return all;
  }
}
