package dev.trefoil.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.Content;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A job as callers see it. A result that a platform might not return is told by a link. */
final class JobView {
  private final Jobs jobs;
  private final ResultLinks links;

  JobView(Jobs jobs, ResultLinks links) {
    this.jobs = jobs;
    this.links = links;
  }

  static String status(Job job) {
    return job.state().name().toLowerCase(Locale.ROOT);
  }

  String json(Job job, Deadline deadline) throws StoreException {
    Json.Members result =
        job.answer().isPresent() ? result(job, job.answer().get(), deadline) : json -> {};
    return Json.object(
        json -> {
          json.writeStringField("id", job.id());
          json.writeStringField("object", "job");
          json.writeStringField("status", status(job));
          json.writeNumberField("attempts", job.claims());
          json.writeNumberField("created_at", job.created().getEpochSecond());
          json.writeNumberField("expires_at", job.expires().getEpochSecond());
          result.write(json);
        });
  }

  private Json.Members result(Job job, Answer answer, Deadline deadline) throws StoreException {
    boolean succeeded = job.state() == Job.State.SUCCEEDED;
    if (succeeded && answer.body() instanceof Content.Stored stored) {
      // A record from before its blob's length was written down has to be measured.
      long bytes =
          stored.bytes().isPresent()
              ? stored.bytes().getAsLong()
              : jobs.load(stored, deadline).length;
      if (bytes > links.above()) {
        return linked(job, answer, stored, bytes, deadline);
      }
    }
    String body = new String(jobs.load(answer.body(), deadline), StandardCharsets.UTF_8);
    return json -> {
      trail(json, answer);
      json.writeFieldName(succeeded ? "answer" : "error");
      json.writeRawValue(succeeded ? body : Json.write(Json.readWhole(body).get("error")));
    };
  }

  private Json.Members linked(
      Job job, Answer answer, Content.Stored stored, long bytes, Deadline deadline)
      throws StoreException {
    BlobLink link = jobs.link(stored, job, links.validFor(), deadline);
    return json -> {
      trail(json, answer);
      json.writeStringField("answer_url", link.uri().toString());
      json.writeNumberField("answer_bytes", bytes);
      json.writeNumberField("answer_url_expires_at", link.expires().getEpochSecond());
    };
  }

  private static void trail(JsonGenerator json, Answer answer) throws IOException {
    String trail = answer.headers().get("x-trefoil-trail");
    if (trail != null) {
      json.writeStringField("trail", trail);
    }
  }
}
