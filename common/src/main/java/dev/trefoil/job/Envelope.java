package dev.trefoil.job;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.json.Json;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NewerFormat;
import java.io.IOException;
import java.util.Optional;

/**
 * What a queue message says: a job that the store has, or one with its request.
 *
 * @param id of the job; empty for one that goes by its message's id
 * @param path of the call that the request is for; empty for a chat or embeddings body
 * @param request the call's body; empty when the store has it
 * @param callback who is told when the job has ended
 * @param trace the trace that it belongs to
 */
record Envelope(
    Optional<String> id,
    Optional<String> path,
    Optional<String> request,
    Optional<Callback> callback,
    Optional<Traceparent> trace) {
  private static final int FORMAT = 1;

  /** With the path of the call, which versions before would take for chat's. */
  private static final int WITH_PATH = 2;

  private static final String ID = "[A-Za-z0-9_-]{1,128}";

  /** Whether a job may go by it. */
  static boolean isId(String text) {
    return text.matches(ID);
  }

  static String naming(String id, Optional<Traceparent> trace) {
    return new Envelope(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), trace)
        .under(id);
  }

  /**
   * @throws IOException with what is wrong with it
   * @throws NewerFormat when a newer version wrote it
   */
  static Envelope read(String body) throws IOException, StoreException {
    JrsObject json;
    try {
      json = Json.readWhole(body);
    } catch (IOException e) {
      throw new IOException("the message is not a JSON object", e);
    }
    RecordFormat.read(json, "the message", WITH_PATH);
    JrsValue request = json.get("request");
    if (request != null && !(request instanceof JrsObject)) {
      throw new IOException("'request' is not an object");
    }
    Optional<String> id = Json.optionalText(json, "id");
    if (id.isPresent() && !isId(id.get())) {
      throw new IOException("'id' is not 1 to 128 letters, digits, '-' and '_'");
    }
    if (id.isEmpty() && request == null) {
      throw new IOException("the message has neither 'id' nor 'request'");
    }
    Optional<String> path = Json.optionalText(json, "path");
    if (path.isPresent() && request == null) {
      throw new IOException("'path' is said without a 'request'");
    }
    return new Envelope(
        id,
        path,
        request == null ? Optional.empty() : Optional.of(inUtf8(Json.write(request))),
        callback(json),
        Json.text(json, Traceparent.NAME).flatMap(Traceparent::parse));
  }

  private static Optional<Callback> callback(JrsObject json) throws IOException {
    Optional<String> name = Json.optionalText(json, "callback");
    Optional<String> token = Json.optionalText(json, "callbackToken");
    if (token.isPresent() && name.isEmpty()) {
      throw new IOException("'callbackToken' is said without a 'callback'");
    }
    return name.map(of -> new Callback(of, token));
  }

  /** The request as doors read it: with its path, where it says one. */
  Optional<String> body() {
    return path.isPresent() ? request.map(of -> KeptCalls.wrapped(path.get(), of)) : request;
  }

  /** The same, going by an id. */
  String under(String jobId) {
    return Json.object(
        json -> {
          json.writeStringField("id", jobId);
          if (path.isPresent()) {
            RecordFormat.write(json, WITH_PATH);
            json.writeStringField("path", path.get());
          }
          if (request.isPresent()) {
            json.writeFieldName("request");
            json.writeRawValue(request.get());
          }
          if (callback.isPresent()) {
            json.writeStringField("callback", callback.get().name());
            if (callback.get().token().isPresent()) {
              json.writeStringField("callbackToken", callback.get().token().get());
            }
          }
          if (trace.isPresent()) {
            json.writeStringField(Traceparent.NAME, trace.get().text());
          }
        });
  }

  /**
   * JSON with what UTF-8 cannot say escaped: half a surrogate pair would become a question mark,
   * and no 400 of the call would name it.
   */
  private static String inUtf8(String json) {
    StringBuilder text = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                text.append("\\u").append(Integer.toHexString(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  /** The job's id: its own, or one made of the message's, which is the same on every delivery. */
  String jobId(QueueMessage message) {
    return id.orElseGet(() -> "message-" + Digest.of(message.id()));
  }
}
