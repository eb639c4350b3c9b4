package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call that is answered later: what its answer's form depends on, as the text that is kept beside
 * its request, and back.
 */
final class CallForm {
  private CallForm() {}

  static KeptCall.Chat of(ResponsesCall call) {
    return new KeptCall.Chat(
        ResponsesDoor.RESPONSES,
        call.model(),
        call.preferences(),
        call.dropped(),
        call.request(),
        form(call));
  }

  private static String form(ResponsesCall call) {
    return Json.object(
        json -> {
          json.writeStringField("key", call.ids().key());
          json.writeBooleanField("store", call.store());
          if (call.previous().isPresent()) {
            json.writeStringField("previous", call.previous().get());
          }
          json.writeBooleanField("encrypted", call.encrypted());
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
   * @param kept gives it another key: a worker that was given up for dead may have kept its answer
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
      return new ResponsesCall(
          call.model(),
          call.preferences(),
          call.request(),
          new Echo(echo),
          isTrue(form, "store") && kept.keeps(),
          Json.optionalText(form, "previous"),
          form.get("input") instanceof JrsArray input ? RequestFields.items(input) : List.of(),
          new ItemIds(
              kept.another(
                  Json.optionalText(form, "key")
                      .orElseThrow(() -> new IOException("'key' is missing")))),
          isTrue(form, "encrypted"),
          false,
          call.dropped());
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a call is not what was written", e);
    }
  }

  private static boolean isTrue(JrsObject form, String name) {
    return Json.text(form, name).filter("true"::equals).isPresent();
  }
}
