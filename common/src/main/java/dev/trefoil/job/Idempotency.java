package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.store.Digest;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Answers calls that carry an {@code Idempotency-Key}: the second one of a key gets the stored
 * answer of the first. Errors are not stored: what failed can be tried again under its key.
 */
public final class Idempotency {
  private static final System.Logger LOG = System.getLogger(Idempotency.class.getName());

  /** What a claim lasts beyond the call's deadline. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** How long a caller is kept waiting for a store that does not take its answer. */
  private static final Duration STORING = Duration.ofSeconds(2);

  private final Jobs jobs;

  Idempotency(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Makes the call. */
  @FunctionalInterface
  public interface Call {
    /**
     * @param claim {@link CallInfo#claim}
     */
    void answer(String claim, ResponseSink sink) throws Problem, IOException;
  }

  /**
   * Makes the call unless its key has an answer.
   *
   * @param key the caller's: another caller's is another key
   * @param path of the call: an answer belongs to path and body
   * @throws Problem 409 while another call of the key is under way, 422 when the key belongs to
   *     another request, 503 when the store cannot be reached; and what {@code call} throws
   */
  public void answer(
      String key, String path, byte[] body, CallInfo info, ResponseSink sink, Call call)
      throws Problem, IOException {
    String asked = asked(body, info, "");
    Held held;
    try {
      held = begin(recordOf(path, key, info), asked, info);
      if (held.job().state() == Job.State.SUCCEEDED) {
        repeat(held.job().answer().orElseThrow(), info, sink);
        return;
      }
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    RecordedAnswer answer = new RecordedAnswer();
    boolean answered = false;
    try {
      call.answer(claim(held.job()), answer);
      answered = true;
    } finally {
      finish(held, answered ? Optional.of(answer) : Optional.empty());
    }
    answer.send(sink);
  }

  /** Not among the ids that a job can have: a key is nobody's to read but by making its call. */
  static String recordOf(String path, String key, CallInfo info) {
    String owner = info.caller().tenant().map(tenant -> tenant + "\n").orElse("");
    return "key." + Digest.of(path + "\n" + owner + info.caller().id() + "\n" + key);
  }

  /** All by which one request is told from another: its body, and what its headers say. */
  static String asked(byte[] body, CallInfo info, String more) {
    return Digest.of(Digest.of(body) + "\n" + info.preferences() + "\n" + more);
  }

  /** A key that has been forgotten and is used anew has another; records keep milliseconds. */
  private static String claim(Job job) {
    return Digest.of(job.id() + "\n" + job.created().toEpochMilli());
  }

  private Held begin(String id, String asked, CallInfo info) throws StoreException, Problem {
    Held there =
        jobs.submit(
            id,
            Terms.of(info),
            Submission.of(asked.getBytes(StandardCharsets.UTF_8)),
            Optional.empty(),
            info.deadline());
    if (!there.job().digest().equals(Digest.of(asked))) {
      throw JobErrors.keyReused();
    }
    if (there.job().state() == Job.State.SUCCEEDED) {
      return there;
    }
    return jobs.claim(there, info.deadline().remaining().plus(MARGIN), info.deadline())
        .orElseThrow(JobErrors::keyInUse);
  }

  private void repeat(Answer stored, CallInfo info, ResponseSink sink)
      throws StoreException, IOException {
    byte[] body = jobs.load(stored.body(), info.deadline());
    Headers headers = new Headers();
    for (Map.Entry<String, String> header : stored.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    if (stored.headers().containsKey(RecordedAnswer.REQUEST_ID)) {
      headers.set(RecordedAnswer.REQUEST_ID, info.requestId());
    }
    headers
        .set("cache-control", "no-store")
        .set("x-request-id", info.requestId())
        .set("x-trefoil-stored", "true");
    try (OutputStream out = sink.start(stored.status(), headers)) {
      out.write(body);
    }
  }

  /** The caller gets the answer that it paid for even where it cannot be stored. */
  private void finish(Held held, Optional<RecordedAnswer> answer) {
    Instant end = jobs.now().plus(STORING);
    try {
      Optional<Held> written =
          Patience.until(
              end,
              jobs,
              deadline ->
                  answer.isPresent()
                      ? jobs.end(held, Job.State.SUCCEEDED, answer.get(), deadline)
                      : jobs.change(held, held.job().released(), deadline));
      if (written.isEmpty()) {
        LOG.log(Level.WARNING, "a call outlived its claim on an Idempotency-Key");
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the answer to an Idempotency-Key is not stored: " + e.getMessage());
      if (answer.isPresent()) {
        giveBack(held);
      }
    }
  }

  /** There is no answer to wait for under this key: its sender may make the call once more. */
  private void giveBack(Held held) {
    try {
      var unused = jobs.change(held, held.job().released(), Deadline.after(STORING));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING, "an Idempotency-Key stays in use until its claim ends: " + e.getMessage());
    }
  }
}
