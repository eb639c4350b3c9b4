package dev.trefoil.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.text.RequestReader;
import dev.trefoil.chat.text.RequestWriter;
import dev.trefoil.door.KeptCall;
import dev.trefoil.json.Json;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A call in the vocabulary as the text that a job keeps, and back. */
final class CallText {
  /** Of chat completions or embeddings, told apart by their members: it says no path. */
  private static final int FORMAT = 1;

  /** Of any path, which versions before have no door for. */
  private static final int WITH_PATH = 2;

  /** Work of a door's own, which versions before cannot read. */
  private static final int WITH_WORK = 3;

  private static final String CHAT = "chat/completions";
  private static final String EMBEDDINGS = "embeddings";

  private CallText() {}

  static String write(KeptCall call) {
    return Json.object(
        json -> {
          RecordFormat.write(json, format(call));
          if (!isFirst(call)) {
            json.writeStringField("path", call.path());
          }
          json.writeStringField("model", call.model());
          preferences(json, call.preferences());
          texts(json, "dropped", call.dropped());
          switch (call) {
            case KeptCall.Chat chat -> {
              if (!isFirst(call)) {
                json.writeFieldName("form");
                json.writeRawValue(chat.form());
              }
              json.writeFieldName("chat");
              RequestWriter.chat(json, chat.request());
            }
            case KeptCall.Embeddings embeddings -> {
              json.writeBooleanField("base64", embeddings.base64());
              json.writeFieldName("embeddings");
              RequestWriter.embedding(json, embeddings.request());
            }
            case KeptCall.Work work -> {
              json.writeFieldName("work");
              json.writeRawValue(work.form());
            }
          }
        });
  }

  private static int format(KeptCall call) {
    return call instanceof KeptCall.Work ? WITH_WORK : isFirst(call) ? FORMAT : WITH_PATH;
  }

  /** Whether the first format says all of it, which every version reads. */
  private static boolean isFirst(KeptCall call) {
    return switch (call) {
      case KeptCall.Chat chat ->
          chat.path().equals(CHAT) && chat.form().equals(KeptCall.Chat.NO_FORM);
      case KeptCall.Embeddings embeddings -> embeddings.path().equals(EMBEDDINGS);
      case KeptCall.Work work -> false;
    };
  }

  private static void preferences(JsonGenerator json, RoutingPreferences preferences)
      throws IOException {
    json.writeObjectFieldStart("preferences");
    if (preferences.task().isPresent()) {
      json.writeStringField("task", preferences.task().get());
    }
    if (preferences.provider().isPresent()) {
      json.writeStringField("provider", preferences.provider().get());
    }
    texts(json, "fallbacks", preferences.fallbacks());
    if (preferences.disableFallbacks()) {
      json.writeBooleanField("disableFallbacks", true);
    }
    texts(json, "residency", preferences.residency());
    if (preferences.maxCostUsd().isPresent()) {
      json.writeNumberField("maxCostUsd", preferences.maxCostUsd().getAsDouble());
    }
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }

  /**
   * @throws NewerFormat when a newer version wrote it
   * @throws Unreadable when it is no call's text, or not all of one
   */
  static KeptCall read(String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      int format = RecordFormat.read(json, "a job's request", WITH_WORK);
      Optional<String> path =
          format < WITH_PATH ? Optional.empty() : Optional.of(required(json, "path"));
      String model = required(json, "model");
      List<String> dropped = texts(json, "dropped");
      RoutingPreferences preferences =
          json.get("preferences") instanceof JrsObject object
              ? preferences(object)
              : RoutingPreferences.NONE;
      if (json.get("chat") instanceof JrsObject chat) {
        JrsValue form = json.get("form");
        return new KeptCall.Chat(
            path.orElse(CHAT),
            model,
            preferences,
            dropped,
            RequestReader.chat(chat),
            form instanceof JrsObject ? Json.write(form) : KeptCall.Chat.NO_FORM);
      }
      if (json.get("embeddings") instanceof JrsObject embeddings) {
        return new KeptCall.Embeddings(
            path.orElse(EMBEDDINGS),
            model,
            preferences,
            dropped,
            RequestReader.embedding(embeddings),
            Json.text(json, "base64").filter("true"::equals).isPresent());
      }
      if (json.get("work") instanceof JrsObject work) {
        return new KeptCall.Work(path.orElse(""), model, Json.write(work));
      }
      throw new IOException("it is neither chat nor embeddings");
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new Unreadable("a job's request cannot be read: " + e.getMessage(), e);
    }
  }

  private static String required(JrsObject json, String name) throws IOException {
    return Json.optionalText(json, name)
        .orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }

  private static RoutingPreferences preferences(JrsObject json) throws IOException {
    Optional<String> most = Json.text(json, "maxCostUsd");
    return new RoutingPreferences(
        Json.optionalText(json, "task"),
        Json.optionalText(json, "provider"),
        texts(json, "fallbacks"),
        Json.text(json, "disableFallbacks").filter("true"::equals).isPresent(),
        texts(json, "residency"),
        most.isPresent()
            ? OptionalDouble.of(Double.parseDouble(most.get()))
            : OptionalDouble.empty());
  }

  private static List<String> texts(JrsObject json, String name) {
    List<String> texts = new ArrayList<>();
    if (json.get(name) instanceof JrsArray array) {
      array.elements().forEachRemaining((JrsValue text) -> texts.add(text.asText()));
    }
    return texts;
  }
}
