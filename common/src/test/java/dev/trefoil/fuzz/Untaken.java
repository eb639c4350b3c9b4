package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What one service cannot do and a strict route refuses by name. */
enum Untaken {
  SEVERAL_CHOICES("n", Subject::isClaude, (chance, body) -> body.put("n", chance.from(2, 128))),
  MANY_CHOICES("n", Subject::isGemini, (chance, body) -> body.put("n", chance.from(9, 128))),
  LOGPROBS("logprobs", Subject::isClaude, (chance, body) -> body.put("logprobs", true)),
  LOGIT_BIAS(
      "logit_bias",
      subject -> !subject.isOpenAi(),
      (chance, body) -> body.putObject("logit_bias").put("1", 5)),
  PRESENCE_PENALTY(
      "presence_penalty",
      Subject::isClaude,
      (chance, body) -> body.put("presence_penalty", chance.pick(-2.0, 0.1, 2.0))),
  FREQUENCY_PENALTY(
      "frequency_penalty",
      Subject::isClaude,
      (chance, body) -> body.put("frequency_penalty", chance.pick(-2.0, 0.1, 2.0))),
  HIGH_TEMPERATURE(
      "temperature",
      Subject::isClaude,
      (chance, body) -> {
        body.remove("top_p");
        body.put("temperature", chance.pick(1.01, 2.0));
      }),
  TEMPERATURE_WITH_TOP_P(
      "top_p", Subject::isClaude, (chance, body) -> body.put("temperature", 0.5).put("top_p", 0.5)),
  SOUND(
      "messages",
      subject -> !subject.hears(),
      (chance, body) ->
          part(body, "input_audio")
              .putObject("input_audio")
              .put("data", "AAAA")
              .put("format", "wav")),
  MEDIA_ELSEWHERE(
      "messages",
      subject -> true,
      (chance, body) ->
          media(
              chance,
              body,
              chance.pick(
                  "https://host/x.png",
                  "HTTPS://host:8443/a%20b.png?q=%00#f",
                  "http://169.254.169.254/x.png",
                  "http://[::1]/x.png",
                  "https://user:word@host/x.png",
                  "https://host/x.pdf",
                  "s3://bucket/x.pdf"))),
  OBJECT_OF_ANOTHERS(
      "messages",
      subject -> true,
      (chance, body) ->
          media(
              chance,
              body,
              chance.pick("gs://", "GS://")
                  + chance.pick(
                      "other",
                      "BUCKET",
                      "bucket.other",
                      "bucket2",
                      "buck%65t",
                      "bucket:80",
                      "bucket@other",
                      "other@bucket",
                      "bucket%2Fx",
                      "bücket",
                      "*",
                      "..")
                  + "/x.png")),
  OBJECT_OF_NO_KNOWN_TYPE(
      "messages",
      subject -> true,
      (chance, body) ->
          media(
              chance,
              body,
              "gs://bucket"
                  + chance.pick(
                      "",
                      "/",
                      "/x",
                      "/png",
                      "/x.exe",
                      "/x.png/",
                      "?x.png",
                      "#x.png",
                      "/x.p%00ng"))),
  ONE_CALL_AT_A_TIME(
      "parallel_tool_calls",
      Subject::isGemini,
      (chance, body) -> {
        body.remove("tool_choice");
        body.putArray("tools")
            .addObject()
            .put("type", "function")
            .putObject("function")
            .put("name", "tool");
        body.put("parallel_tool_calls", false);
      }),
  THOUGHT(
      "reasoning_effort",
      subject -> !subject.thinks(),
      (chance, body) -> body.put("reasoning_effort", chance.pick("low", "high", "max"))),
  NO_THOUGHT(
      "reasoning_effort",
      Subject::isGemini,
      (chance, body) -> body.put("reasoning_effort", "none"));

  private final String param;
  private final Predicate<Subject> by;
  private final BiConsumer<Chance, ObjectNode> done;

  Untaken(String param, Predicate<Subject> by, BiConsumer<Chance, ObjectNode> done) {
    this.param = param;
    this.by = by;
    this.done = done;
  }

  /**
   * @param body a request that {@code subject} takes, which is changed
   */
  static Bad any(Chance chance, Subject subject, ObjectNode body) {
    List<Untaken> all = List.of(values()).stream().filter(one -> one.by.test(subject)).toList();
    Untaken untaken = chance.pick(all);
    body.remove("seed"); // It may be one more of what is refused.
    untaken.done.accept(chance, body);
    return Bad.request(
        subject.name().toLowerCase(Locale.ROOT) + " " + untaken.name().toLowerCase(Locale.ROOT),
        untaken.param,
        Json.bytes(body));
  }

  /** Of either kind: what is refused of an address is the same for both. */
  private static void media(Chance chance, ObjectNode body, String url) {
    if (chance.oneIn(2)) {
      part(body, "image_url").putObject("image_url").put("url", url);
    } else {
      part(body, "file").putObject("file").put("file_data", url);
    }
  }

  /** A part of a new question at the end. */
  private static ObjectNode part(ObjectNode body, String type) {
    ArrayNode parts =
        ((ArrayNode) body.path("messages")).addObject().put("role", "user").putArray("content");
    parts.addObject().put("type", "text").put("text", "look at this in json");
    return parts.addObject().put("type", type);
  }
}
