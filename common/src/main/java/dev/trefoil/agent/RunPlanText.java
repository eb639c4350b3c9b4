package dev.trefoil.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** A plan as the text that is kept with a call that is answered later, and back. */
public final class RunPlanText {
  private RunPlanText() {}

  /** Writes it as an object. */
  public static void write(JsonGenerator json, RunPlan plan) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("wishes");
    for (ToolWish wish : plan.wishes()) {
      write(json, wish);
    }
    json.writeEndArray();
    RunLimits limits = plan.limits();
    json.writeObjectFieldStart("limits");
    json.writeNumberField("steps", limits.steps());
    json.writeNumberField("calls", limits.calls());
    json.writeNumberField("corrections", limits.corrections());
    json.writeNumberField("parallel", limits.parallel());
    json.writeNumberField("millis", limits.time().toMillis());
    if (limits.tokens().isPresent()) {
      json.writeNumberField("tokens", limits.tokens().getAsLong());
    }
    if (limits.usd().isPresent()) {
      json.writeNumberField("usd", limits.usd().getAsDouble());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("approved");
    for (ApprovedCall call : plan.approved()) {
      json.writeStartObject();
      json.writeStringField("request", call.request());
      json.writeStringField("server", call.server());
      json.writeStringField("name", call.name());
      json.writeStringField("arguments", call.arguments());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (plan.search().isPresent()) {
      json.writeFieldName("search");
      json.writeRawValue(plan.search().get());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ToolWish wish) throws IOException {
    json.writeStartObject();
    json.writeStringField("tool", wish.tool());
    json.writeStringField("label", wish.label());
    if (wish.allowed().isPresent()) {
      texts(json, "allowed", wish.allowed().get());
    }
    json.writeBooleanField("approval", wish.approval().otherwise());
    texts(json, "always", wish.approval().always());
    texts(json, "never", wish.approval().never());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, Collection<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it is anything else
   */
  public static RunPlan read(JrsObject json) throws IOException {
    List<ToolWish> wishes = new ArrayList<>();
    for (JrsObject wish : Json.objects(json, "wishes")) {
      wishes.add(
          new ToolWish(
              required(wish, "tool"),
              required(wish, "label"),
              wish.get("allowed") instanceof JrsArray
                  ? Optional.of(texts(wish, "allowed"))
                  : Optional.empty(),
              new ApprovalRule(
                  Json.text(wish, "approval").filter("true"::equals).isPresent(),
                  Set.copyOf(texts(wish, "always")),
                  Set.copyOf(texts(wish, "never")))));
    }
    List<ApprovedCall> approved = new ArrayList<>();
    for (JrsObject call : Json.objects(json, "approved")) {
      approved.add(
          new ApprovedCall(
              required(call, "request"),
              required(call, "server"),
              required(call, "name"),
              required(call, "arguments")));
    }
    return new RunPlan(
        wishes,
        limits(json),
        approved,
        json.get("search") instanceof JrsObject search
            ? Optional.of(Json.write(search))
            : Optional.empty());
  }

  private static RunLimits limits(JrsObject json) throws IOException {
    if (!(json.get("limits") instanceof JrsObject limits)) {
      throw new IOException("'limits' is missing");
    }
    Optional<String> tokens = Json.text(limits, "tokens");
    Optional<String> usd = Json.text(limits, "usd");
    return new RunLimits(
        (int) whole(limits, "steps"),
        (int) whole(limits, "calls"),
        Json.text(limits, "corrections")
            .map(Integer::parseInt)
            .orElse(RunLimits.DEFAULTS.corrections()), // Of versions that knew none.
        (int) whole(limits, "parallel"),
        Duration.ofMillis(whole(limits, "millis")),
        tokens.isPresent() ? OptionalLong.of(Long.parseLong(tokens.get())) : OptionalLong.empty(),
        usd.isPresent()
            ? OptionalDouble.of(Double.parseDouble(usd.get()))
            : OptionalDouble.empty());
  }

  private static List<String> texts(JrsObject json, String name) {
    List<String> texts = new ArrayList<>();
    if (json.get(name) instanceof JrsArray array) {
      array.elements().forEachRemaining((JrsValue text) -> texts.add(text.asText()));
    }
    return texts;
  }

  private static long whole(JrsObject json, String name) throws IOException {
    return Long.parseLong(required(json, name));
  }

  private static String required(JrsObject json, String name) throws IOException {
    return Json.text(json, name).orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
