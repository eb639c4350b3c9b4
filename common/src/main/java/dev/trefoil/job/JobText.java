package dev.trefoil.job;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.store.Content;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A job as the text of its record, and back. */
final class JobText {
  /** With the request as the body that was sent. */
  private static final int FORMAT = 1;

  /** With the request in the vocabulary, which versions before cannot read. */
  private static final int WITH_CALL = 2;

  private JobText() {}

  static String write(Job job) {
    return Json.object(
        json -> {
          RecordFormat.write(
              json,
              switch (job.form()) {
                case BODY -> FORMAT;
                case CALL -> WITH_CALL;
              });
          json.writeStringField("id", job.id());
          json.writeStringField("state", job.state().name());
          json.writeNumberField("claims", job.claims());
          json.writeNumberField("leaseUntil", job.leaseUntil().toEpochMilli());
          job.terms().write(json);
          json.writeStringField("digest", job.digest());
          job.request().write(json, member(job.form()));
          if (job.answer().isPresent()) {
            json.writeObjectFieldStart("answer");
            json.writeNumberField("status", job.answer().get().status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : job.answer().get().headers().entrySet()) {
              json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            job.answer().get().body().write(json, "body");
            json.writeEndObject();
          }
          if (job.callback().isPresent()) {
            json.writeStringField("callback", job.callback().get().name());
            if (job.callback().get().token().isPresent()) {
              json.writeStringField("callbackToken", job.callback().get().token().get());
            }
            json.writeBooleanField("told", job.told());
          }
          json.writeNumberField("created", job.created().toEpochMilli());
          json.writeNumberField("expires", job.expires().toEpochMilli());
        });
  }

  private static String member(RequestForm form) {
    return switch (form) {
      case BODY -> "request";
      case CALL -> "call";
    };
  }

  /**
   * @throws NewerFormat when a newer version wrote it
   * @throws Unreadable when it is not a job's text: someone else wrote it
   */
  static Job read(String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      int format = RecordFormat.read(json, "a record of the job store", WITH_CALL);
      RequestForm form = format < WITH_CALL ? RequestForm.BODY : RequestForm.CALL;
      JrsValue answer = json.get("answer");
      JrsValue told = json.get("told");
      return new Job(
          required(json, "id"),
          Job.State.valueOf(required(json, "state")),
          (int) number(json, "claims"),
          Instant.ofEpochMilli(number(json, "leaseUntil")),
          Terms.read(json),
          required(json, "digest"),
          Content.read(json, member(form)),
          form,
          answer instanceof JrsObject object ? Optional.of(answer(object)) : Optional.empty(),
          callback(json),
          told != null && told.asText().equals("true"),
          Instant.ofEpochMilli(number(json, "created")),
          Instant.ofEpochMilli(number(json, "expires")));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("a record of the job store is not a job: " + e.getMessage(), e);
    }
  }

  private static Optional<Callback> callback(JrsObject json) throws IOException {
    Optional<String> token = Json.optionalText(json, "callbackToken");
    return Json.optionalText(json, "callback").map(name -> new Callback(name, token));
  }

  private static Answer answer(JrsObject json) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    if (json.get("headers") instanceof JrsObject object) {
      Iterator<Map.Entry<String, JrsValue>> fields = object.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JrsValue> field = fields.next();
        headers.put(field.getKey(), field.getValue().asText());
      }
    }
    return new Answer((int) number(json, "status"), headers, Content.read(json, "body"));
  }

  private static String required(JrsObject json, String name) throws IOException {
    return Json.optionalText(json, name)
        .orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }

  private static long number(JrsObject json, String name) throws IOException {
    JrsValue value = json.get(name);
    if (value == null || !value.isNumber()) {
      throw new IOException("'" + name + "' is not a number");
    }
    return Long.parseLong(value.asText());
  }
}
