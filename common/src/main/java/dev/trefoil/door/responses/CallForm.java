package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.RunPlanText;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call that is answered later: what its answer's form depends on, as the text that is kept beside
 * its request, and back.
 */
final class CallForm {
  private static final String BACKGROUND = "background";
  private static final String CREATED = "created";
  private static final String AGENT = "agent";
  private static final String RUN = "run";

  private CallForm() {}

  /**
   * @throws Problem 400 when it wants a stream
   */
  static KeptCall.Chat of(ResponsesCall call) throws Problem {
    return of(call, 0);
  }

  /**
   * @param created when a response in the background was asked for, in seconds of the epoch
   * @throws Problem 400 when it wants a stream
   */
  static KeptCall.Chat of(ResponsesCall call, long created) throws Problem {
    return KeptCall.Chat.of(ResponsesDoor.RESPONSES, call, form(call, created));
  }

  private static String form(ResponsesCall call, long created) {
    return Json.object(
        json -> {
          if (call.background()) {
            json.writeBooleanField(BACKGROUND, true);
            json.writeNumberField(CREATED, created);
          }
          json.writeStringField("key", call.ids().key());
          json.writeBooleanField("store", call.store());
          if (call.previous().isPresent()) {
            json.writeStringField("previous", call.previous().get());
          }
          json.writeBooleanField("encrypted", call.encrypted());
          if (call.agent().isPresent()) {
            json.writeStringField(AGENT, call.agent().get());
          }
          if (call.run().isPresent()) {
            json.writeFieldName(RUN);
            RunPlanText.write(json, call.run().get());
          }
          json.writeObjectFieldStart("echo");
          for (Map.Entry<String, String> member : call.echo().members().entrySet()) {
            json.writeFieldName(member.getKey());
            json.writeRawValue(member.getValue());
          }
          json.writeEndObject();
          json.writeArrayFieldStart("input");
          for (JrsValue item : call.input()) {
            Json.write(json, item);
          }
          json.writeEndArray();
        });
  }

  /**
   * The call, as the same process would have it.
   *
   * @param kept gives it another key, unless its caller has been told it: a worker that was given
   *     up for dead may have kept its answer
   */
  static ResponsesCall read(KeptCall.Chat call, KeptResponses kept) {
    try {
      JrsObject form = Json.readWhole(call.form());
      Map<String, String> echo = new LinkedHashMap<>();
      if (form.get("echo") instanceof JrsObject members) {
        Iterator<Map.Entry<String, JrsValue>> all = members.fields();
        while (all.hasNext()) {
          Map.Entry<String, JrsValue> member = all.next();
          echo.put(member.getKey(), Json.write(member.getValue()));
        }
      }
      String key =
          Json.optionalText(form, "key").orElseThrow(() -> new IOException("'key' is missing"));
      boolean background = isTrue(form, BACKGROUND);
      return new ResponsesCall(
          call.model(),
          call.preferences(),
          call.request(),
          new Echo(echo),
          isTrue(form, "store") && kept.keeps(),
          Json.optionalText(form, "previous"),
          Optional.empty(),
          background,
          form.get("input") instanceof JrsArray input ? RequestFields.items(input) : List.of(),
          new ItemIds(background ? key : kept.another(key)),
          isTrue(form, "encrypted"),
          false,
          Json.optionalText(form, AGENT),
          form.get(RUN) instanceof JrsObject run
              ? Optional.of(RunPlanText.read(run))
              : Optional.empty(),
          Optional.empty(),
          call.dropped());
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a call is not what was written", e);
    }
  }

  /** When a response in the background was asked for; empty of another. */
  static OptionalLong created(KeptCall.Chat call) {
    try {
      return Json.text(Json.readWhole(call.form()), CREATED).stream()
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a call is not what was written", e);
    }
  }

  private static boolean isTrue(JrsObject form, String name) {
    return Json.text(form, name).filter("true"::equals).isPresent();
  }
}
