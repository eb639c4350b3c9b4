package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.Content;
import dev.trefoil.store.Contents;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Jobs in the store. Every change is a conditional write on the version that was read, so that of
 * two who change a job at the same time one learns that it was late.
 */
final class Jobs {
  /** How many times a change is begun anew that someone else has overtaken. */
  static final int TRIES = 20;

  private final RecordStore records;
  private final BlobStore blobs;
  private final Contents contents;
  private final Duration keep;
  private final Clock clock;

  Jobs(RecordStore records, BlobStore blobs, Duration keep, Clock clock) {
    this.records = records;
    this.blobs = blobs;
    this.contents = new Contents(blobs);
    this.keep = keep;
    this.clock = clock;
  }

  /** A job as it was read or written last. */
  record Held(Job job, String version) {}

  Instant now() {
    return clock.instant();
  }

  /** A job that has not expired. */
  Optional<Held> find(String id, Deadline deadline) throws StoreException {
    return read(id, deadline).filter(held -> held.job().expires().isAfter(now()));
  }

  /**
   * Puts a job into the store unless one of its id is there, and gives the one that is. A request
   * that is too large for the record is in the blob store before the record names it.
   *
   * @throws StoreException also when the record is neither there nor to be written: a store that
   *     answers so is asked {@value #TRIES} times and no more
   */
  Held submit(
      String id, Terms terms, Submission request, Optional<Callback> callback, Deadline deadline)
      throws StoreException {
    for (int i = 0; i < TRIES; i++) {
      Optional<Held> there = read(id, deadline);
      if (there.isPresent() && there.get().job().expires().isAfter(now())) {
        return there.get();
      }
      Job job = fresh(id, terms, request, callback, deadline);
      Optional<Held> written =
          there.isPresent() ? change(there.get(), job, deadline) : create(job, deadline);
      if (written.isPresent()) {
        return written.get();
      }
    }
    throw overtaken(id);
  }

  static Contended overtaken(String id) {
    return new Contended("others changed the record " + id + " " + TRIES + " times meanwhile");
  }

  private Job fresh(
      String id, Terms terms, Submission request, Optional<Callback> callback, Deadline deadline)
      throws StoreException {
    return new Job(
        id,
        Job.State.QUEUED,
        0,
        Instant.EPOCH,
        terms,
        request.digest(),
        contents.keep(request.blob(id), request.kept(), deadline),
        request.form(),
        Optional.empty(),
        callback,
        false,
        now(),
        now().plus(keep));
  }

  private Optional<Held> create(Job job, Deadline deadline) throws StoreException {
    return records
        .create(RecordKey.of(job.id()), JobText.write(job), job.expires(), deadline)
        .map(version -> new Held(job, version));
  }

  /** Writes {@code next} over what was read; empty when someone was quicker. */
  Optional<Held> change(Held held, Job next, Deadline deadline) throws StoreException {
    return records
        .replace(
            RecordKey.of(next.id()), JobText.write(next), next.expires(), held.version(), deadline)
        .map(version -> new Held(next, version));
  }

  /** Takes a job for as long as the lease; empty when someone else has it or was quicker. */
  Optional<Held> claim(Held held, Duration lease, Deadline deadline) throws StoreException {
    return held.job().isFree(now())
        ? change(held, held.job().claimed(now().plus(lease)), deadline)
        : Optional.empty();
  }

  /**
   * Ends a job with its answer; empty when it was taken over meanwhile. Each claim's answer has a
   * name of its own in the blob store, so that none is written over. An answer that the blob store
   * does not take lies in the record where that has room: it has been paid for.
   */
  Optional<Held> end(Held held, Job.State state, RecordedAnswer answer, Deadline deadline)
      throws StoreException {
    Job job = held.job();
    Job ended;
    try {
      Content body =
          contents.keep("jobs/" + job.id() + "/answer-" + job.claims(), answer.body(), deadline);
      ended = job.ended(state, answer.with(body));
    } catch (StoreException e) {
      ended =
          Contents.text(answer.body())
              .map(text -> job.ended(state, answer.with(new Content.Inline(text))))
              .filter(Jobs::fits)
              .orElseThrow(() -> e);
    }
    return change(held, ended, deadline);
  }

  private static boolean fits(Job job) {
    return JobText.write(job).getBytes(StandardCharsets.UTF_8).length <= RecordStore.MAX_TEXT;
  }

  /**
   * Empties a job that has ended, with what of it lies beside its record, and lets it expire: no
   * worker and no door has the right to delete either.
   */
  void forget(Held held, Deadline deadline) throws StoreException {
    Job job = held.job();
    empty(job.request(), deadline);
    if (job.answer().isPresent()) {
      empty(job.answer().get().body(), deadline);
    }
    if (change(held, job.emptied(now()), deadline).isEmpty()) {
      throw overtaken(job.id());
    }
  }

  private void empty(Content content, Deadline deadline) throws StoreException {
    if (content instanceof Content.Stored stored) {
      blobs.put(stored.name(), new byte[0], deadline);
    }
  }

  byte[] load(Content content, Deadline deadline) throws StoreException {
    return contents.load(content, deadline);
  }

  /** A link to what {@code content} keeps, which ends with the job at the latest. */
  BlobLink link(Content.Stored content, Job job, Duration validFor, Deadline deadline)
      throws StoreException {
    Duration left = Duration.between(now(), job.expires());
    Duration most = left.compareTo(validFor) < 0 ? left : validFor;
    return blobs.link(
        content.name(), most.toSeconds() < 1 ? Duration.ofSeconds(1) : most, deadline);
  }

  private Optional<Held> read(String id, Deadline deadline) throws StoreException {
    Optional<Stored> stored = records.get(RecordKey.of(id), deadline);
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(new Held(JobText.read(stored.get().text()), stored.get().version()));
  }
}
