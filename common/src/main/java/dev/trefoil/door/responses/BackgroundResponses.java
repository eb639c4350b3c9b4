package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.LaterCalls;
import dev.trefoil.door.LaterCalls.Later;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Responses that are made in the background. One is a job under the response's id; once it has
 * ended it is a response that is kept like any other, which comes first where both are there.
 */
final class BackgroundResponses {
  private static final String BACKGROUND = "background";

  private final KeptResponses kept;
  private final Supplier<Optional<LaterCalls>> later;

  /**
   * @param later empty where there are no jobs
   */
  BackgroundResponses(KeptResponses kept, Supplier<Optional<LaterCalls>> later) {
    this.kept = kept;
    this.later = later;
  }

  /**
   * Submits a call. Under an Idempotency-Key its response has the same id each time: a process that
   * dies before its caller was told leaves one run behind, not two.
   *
   * @param body as it was sent
   * @param created seconds of the epoch
   * @return its response, which is queued
   * @throws Problem 400 when it cannot be made in the background
   */
  Response submit(ResponsesCall call, byte[] body, long created, CallInfo info) throws Problem {
    Optional<LaterCalls> calls = later.get();
    if (calls.isEmpty() || !kept.keeps()) {
      throw Problem.unsupported(
          BACKGROUND,
          "Responses in the background need a queue and a store that keeps responses, and 'jobs'"
              + " of trefoil.yaml does not name both for this cloud.");
    }
    if (!call.store()) {
      throw Problem.unsupported(
          "store", "A response in the background is kept: leave 'store' out.");
    }
    if (call.request().stream()) {
      throw Problem.unsupported(
          "stream", "A response in the background is polled here: leave 'stream' out.");
    }
    if (call.conversation().isPresent()) {
      throw Problem.unsupported(
          "conversation",
          "What is answered later is in no conversation: leave it out, or go on from"
              + " 'previous_response_id'.");
    }
    ResponsesCall named =
        info.claim().map(claim -> call.with(call.ids().claimed(claim))).orElse(call);
    calls.get().submit(named.ids().response(), CallForm.of(named, created), body, info);
    return queued(named, created, "queued");
  }

  private static Response queued(ResponsesCall call, long created, String status) {
    Response response = new Response(call, created, OutputListener.NONE);
    response.standsAt(status);
    return response;
  }

  /** A response that is kept, or is being made in the background. */
  Optional<KeptResponse> find(String id, CallInfo info) throws Problem {
    Optional<KeptResponse> response = kept.find(info, id);
    return response.isPresent() ? response : unkept(id, info);
  }

  private Optional<KeptResponse> unkept(String id, CallInfo info) throws Problem {
    Optional<Later> found = job(id, info);
    return found.isEmpty() ? Optional.empty() : Optional.of(told(found.get()));
  }

  private Optional<Later> job(String id, CallInfo info) throws Problem {
    Optional<LaterCalls> calls = later.get();
    return calls.isEmpty() || ItemIds.ofResponse(id).isEmpty()
        ? Optional.empty()
        : calls.get().find(id, info);
  }

  private KeptResponse told(Later job) {
    ResponsesCall call = CallForm.read(job.call(), kept);
    long created = created(job);
    return switch (job.state()) {
      case QUEUED -> queued(call, created, "queued").toKeep();
      case RUNNING -> queued(call, created, "in_progress").toKeep();
      case CANCELLED -> queued(call, created, "cancelled").toKeep();
      case SUCCEEDED -> unkept(call, job.answer().orElseThrow().body());
      case FAILED -> failed(call, created, job.answer().orElseThrow());
    };
  }

  private static long created(Later job) {
    return CallForm.created(job.call()).orElseGet(() -> job.created().getEpochSecond());
  }

  /** Which the store did not take when it was answered. */
  private static KeptResponse unkept(ResponsesCall call, String body) {
    JrsObject json = read(body);
    List<JrsValue> output =
        json.get("output") instanceof JrsArray array ? RequestFields.items(array) : List.of();
    return new KeptResponse(
        call.ids().response(),
        call.previous(),
        InputItems.kept(call.input(), call.ids()),
        output.stream().map(Json::write).toList(),
        body);
  }

  private static KeptResponse failed(
      ResponsesCall call, long created, LaterCalls.Answered answered) {
    JrsObject json = read(answered.body());
    Response response = new Response(call, created, OutputListener.NONE);
    response.fail(
        Problem.of(
            answered.status(),
            Json.text(json, "error", "code").orElse(""),
            Json.text(json, "error", "message").orElse("It failed.")));
    return response.toKeep();
  }

  /**
   * Cancels a response that is not made yet, unless it has ended: what a worker still gives for it
   * is dropped.
   *
   * @return the response as it stands then
   * @throws Problem 404 where there is none of this caller's, 400 when it is not in the background
   */
  KeptResponse cancel(String id, CallInfo info) throws Problem {
    Optional<KeptResponse> ended = kept.find(info, id);
    if (ended.isEmpty()) {
      Optional<Later> found = job(id, info);
      if (found.isEmpty()) {
        throw KeptResponsesEndpoint.notFound(id);
      }
      if (found.get().state() != LaterCalls.State.QUEUED
          && found.get().state() != LaterCalls.State.RUNNING) {
        return told(found.get());
      }
      ResponsesCall call = CallForm.read(found.get().call(), kept);
      KeptResponse cancelled = queued(call, created(found.get()), "cancelled").toKeep();
      if (kept.keep(info, cancelled)) {
        return cancelled;
      }
      // Someone was quicker, or the store does not take it.
      ended = kept.find(info, id);
    }
    KeptResponse response =
        ended.orElseThrow(
            () -> Problem.of(503, "job_store_unavailable", "The response could not be cancelled."));
    if (!isBackground(response.json())) {
      throw Problem.invalid("response_id", "Only a response in the background can be cancelled.");
    }
    return response;
  }

  private static boolean isBackground(String json) {
    return Json.text(read(json), BACKGROUND).filter("true"::equals).isPresent();
  }

  /**
   * Deletes a response, with the job that it was.
   *
   * @return whether there was one of this caller's
   * @throws Problem 409 while it is being made
   */
  boolean delete(String id, CallInfo info) throws Problem {
    boolean deleted = kept.delete(info, id);
    Optional<Later> found = job(id, info);
    if (found.isEmpty()) {
      return deleted;
    }
    boolean ended =
        switch (found.get().state()) {
          case QUEUED, RUNNING -> false;
          case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    if (!ended && !deleted) {
      throw Problem.of(
              409,
              "response_not_completed",
              "The response '" + id + "' is being made: cancel it first.")
          .withParam("response_id");
    }
    return later.get().orElseThrow().forget(id, info) || deleted;
  }

  private static JrsObject read(String json) {
    try {
      return Json.readWhole(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a response is no JSON object", e);
    }
  }
}
