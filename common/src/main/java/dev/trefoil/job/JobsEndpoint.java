package dev.trefoil.job;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.json.Json;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Answers {@code /v1/jobs}: puts jobs on the queue, tells how they stand, cancels them. */
public final class JobsEndpoint {
  static final String CALLBACK = "x-trefoil-callback";
  static final String CALLBACK_TOKEN = "x-trefoil-callback-token";

  /** Bits that nobody guesses, or meets twice. */
  private static final int ID_BYTES = 20;

  private final SecureRandom random = new SecureRandom();
  private final Jobs jobs;
  private final KeptCalls calls;
  private final Callbacks callbacks;
  private final Queues queues;
  private final String queue;
  private final JobView view;

  JobsEndpoint(
      Jobs jobs, KeptCalls calls, Callbacks callbacks, Queues queues, String queue, JobView view) {
    this.jobs = jobs;
    this.calls = calls;
    this.callbacks = callbacks;
    this.queues = queues;
    this.queue = queue;
    this.view = view;
  }

  /**
   * Puts a job on the queue and answers 202. Request and job are in the store before the queue has
   * the message, and the queue has it before the caller gets the answer.
   *
   * @param key the caller's Idempotency-Key
   * @param callback the name of who is told when the job has ended
   * @param token what that is told by
   */
  public void submit(
      byte[] body,
      Optional<String> key,
      Optional<String> callback,
      Optional<String> token,
      CallInfo info,
      ResponseSink sink)
      throws Problem, IOException {
    KeptCall call = calls.read(body, info);
    Optional<Callback> told = callback(callback, token);
    Job job;
    try {
      String id = key.isPresent() ? idOf(key.get(), body, told, info) : newId();
      job = jobs.submit(id, Terms.of(info), Submission.of(call, body), told, info.deadline()).job();
      if (job.state() == Job.State.QUEUED) {
        // Once more under the same key: the first message may never have got there.
        queues.send(queue, Envelope.naming(id, info.trace()), Duration.ZERO, info.deadline());
      }
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    send(202, job, info, new Headers().set("location", "/v1/jobs/" + job.id()), sink);
  }

  private Optional<Callback> callback(Optional<String> name, Optional<String> token)
      throws Problem {
    if (name.isEmpty() && token.isPresent()) {
      throw JobErrors.invalid(
          400, "invalid_header", CALLBACK_TOKEN + " is said without " + CALLBACK + ".");
    }
    Optional<Callback> callback = name.map(of -> new Callback(of, token));
    Optional<String> wrong = callbacks.wrong(callback, CALLBACK, CALLBACK_TOKEN);
    if (wrong.isPresent()) {
      throw JobErrors.invalid(400, "invalid_header", wrong.get() + ".");
    }
    return callback;
  }

  /** Tells how a job stands, with its answer, a link to it, or its error once it has one. */
  public void get(String id, CallInfo info, ResponseSink sink) throws Problem, IOException {
    try {
      send(200, held(id, info).job(), info, new Headers(), sink);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** Cancels a job that no worker has begun; 409 for any other. */
  public void cancel(String id, CallInfo info, ResponseSink sink) throws Problem, IOException {
    try {
      Held held = held(id, info);
      for (int tries = 1; held.job().state() == Job.State.QUEUED; tries++) {
        if (tries == Jobs.TRIES) {
          throw Jobs.overtaken(id);
        }
        Optional<Held> cancelled = jobs.change(held, held.job().cancelled(), info.deadline());
        held = cancelled.isPresent() ? cancelled.get() : held(id, info);
      }
      if (held.job().state() != Job.State.CANCELLED) {
        throw JobErrors.tooLate(JobView.status(held.job()));
      }
      send(200, held.job(), info, new Headers(), sink);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** The id that the first submission under the key was given. */
  private String idOf(String key, byte[] body, Optional<Callback> callback, CallInfo info)
      throws StoreException, Problem, IOException {
    String asked = Idempotency.asked(body, info, callback.map(Callback::digest).orElse(""));
    String mine =
        Json.object(
            json -> {
              json.writeStringField("job", newId());
              json.writeStringField("asked", asked);
            });
    Held first =
        jobs.submit(
            Idempotency.recordOf("/jobs", key, info),
            Terms.of(info),
            Submission.of(mine.getBytes(StandardCharsets.UTF_8)),
            Optional.empty(),
            info.deadline());
    JrsObject stored =
        Json.readWhole(
            new String(jobs.load(first.job().request(), info.deadline()), StandardCharsets.UTF_8));
    if (!Json.optionalText(stored, "asked").equals(Optional.of(asked))) {
      throw JobErrors.keyReused();
    }
    return Json.optionalText(stored, "job").orElseThrow();
  }

  /** Another caller's job is not there. */
  private Held held(String id, CallInfo info) throws StoreException, Problem {
    if (!Envelope.isId(id)) {
      throw JobErrors.noJob("of this id");
    }
    return jobs.find(id, info.deadline())
        .filter(found -> found.job().terms().isFor(info.caller()))
        .orElseThrow(() -> JobErrors.noJob(id));
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "job_" + HexFormat.of().formatHex(bytes);
  }

  private void send(int status, Job job, CallInfo info, Headers headers, ResponseSink sink)
      throws IOException, Problem {
    byte[] body;
    try {
      body = view.json(job, info.deadline()).getBytes(StandardCharsets.UTF_8);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    headers
        .set("content-type", "application/json")
        .set("cache-control", "no-store")
        .set("x-request-id", info.requestId());
    try (OutputStream out = sink.start(status, headers)) {
      out.write(body);
    }
  }
}
