package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes {@code messages} that a service takes, of every role and part. */
final class Conversations {
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  private static final String JPEG =
      Base64.getEncoder().encodeToString(new byte[] {-1, -40, -1, -32, 0, 16, 'J', 'F', 'I', 'F'});
  private static final String WEBP =
      Base64.getEncoder()
          .encodeToString("RIFF\4\0\0\0WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1));
  private static final String PDF =
      Base64.getEncoder().encodeToString("%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.UTF_8));
  private static final String NOTE =
      Base64.getEncoder().encodeToString("a note, grüß dich".getBytes(StandardCharsets.UTF_8));

  private final Chance chance;
  private final Subject subject;
  private final List<String> tools;
  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
  private int calls;

  private Conversations(Chance chance, Subject subject, List<String> tools) {
    this.chance = chance;
    this.subject = subject;
    this.tools = tools;
  }

  /**
   * @param tools the names of tools that were, or are, offered; may be empty
   * @param hint what the last question says besides, for services that look for it
   */
  static ArrayNode make(Chance chance, Subject subject, List<String> tools, String hint) {
    Conversations made = new Conversations(chance, subject, tools);
    for (int i = chance.below(3); i > 0; i--) {
      made.instructions();
    }
    for (int i = chance.below(4); i > 0; i--) {
      made.turn();
    }
    made.question(hint);
    if (!tools.isEmpty() && chance.oneIn(4)) {
      made.called();
    }
    return made.messages;
  }

  private ObjectNode message(String role) {
    ObjectNode message = messages.addObject().put("role", role);
    if (chance.oneIn(12)) {
      message.put("name", chance.name(20));
    }
    return message;
  }

  private void instructions() {
    texts(message(chance.pick("system", "developer")));
  }

  private void turn() {
    if (chance.oneIn(10)) {
      instructions();
    }
    question("");
    if (!tools.isEmpty() && chance.oneIn(2)) {
      called();
    }
    if (!chance.oneIn(6)) {
      answer();
    }
  }

  private void question(String hint) {
    ObjectNode message = message("user");
    String text = chance.text() + hint;
    if (chance.oneIn(2)) {
      message.put("content", text);
      return;
    }
    ArrayNode parts = message.putArray("content");
    parts.addObject().put("type", "text").put("text", text);
    for (int i = chance.below(3); i > 0; i--) {
      part(parts);
    }
  }

  private void part(ArrayNode parts) {
    switch (chance.below(4)) {
      case 0 -> parts.addObject().put("type", "text").put("text", chance.pick("", " ", "more"));
      case 1 -> image(parts);
      case 2 -> file(parts);
      default -> {
        if (subject.hears()) {
          parts
              .addObject()
              .put("type", "input_audio")
              .putObject("input_audio")
              .put("data", NOTE)
              .put("format", chance.pick("wav", "mp3"));
        }
      }
    }
  }

  private void image(ArrayNode parts) {
    ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
    image.put("url", subject.isGemini() && chance.oneIn(3) ? object() : sent());
    if (chance.oneIn(3)) {
      image.put("detail", chance.pick("auto", "low", "high"));
    }
  }

  /** In a bucket that may be read, however odd its name. */
  private String object() {
    return chance.pick("gs", "GS")
        + "://bucket/"
        + chance.pick(
            "x.png",
            "a/b/X.JPEG",
            "a%20b.png",
            "%2e%2e/x.webp",
            "../other/x.png",
            "日本.png",
            ".png",
            "gs://other/x.png",
            "user@other/x.png",
            "x.png?version=1#page.pdf",
            "n".repeat(1_000) + ".png");
  }

  private String sent() {
    return chance.pick(
        "data:image/png;base64," + PNG,
        "data:IMAGE/PNG;base64," + PNG,
        "data:image/png;name=a b.png;base64," + PNG,
        "data:image/jpeg;base64," + JPEG,
        "data:image/jpg;base64," + JPEG,
        "data:image/webp;base64," + WEBP);
  }

  private void file(ArrayNode parts) {
    boolean pdf = chance.oneIn(2);
    ObjectNode file = parts.addObject().put("type", "file").putObject("file");
    String sent = pdf ? "data:application/pdf;base64," + PDF : "data:text/plain;base64," + NOTE;
    file.put("file_data", subject.isGemini() && chance.oneIn(4) ? object() : sent);
    if (!chance.oneIn(3)) {
      file.put("filename", chance.pick("a.pdf", "ein Bericht (2).pdf", "日本.pdf", "x".repeat(300)));
    }
  }

  private void texts(ObjectNode message) {
    if (chance.oneIn(2)) {
      message.put("content", chance.text());
      return;
    }
    ArrayNode parts = message.putArray("content");
    for (int i = chance.from(1, 3); i > 0; i--) {
      parts.addObject().put("type", "text").put("text", chance.oneIn(5) ? "" : chance.text());
    }
  }

  private void answer() {
    ObjectNode message = message("assistant");
    switch (chance.below(5)) {
      case 0 -> message.put("refusal", chance.text()).putNull("content");
      case 1 ->
          message
              .putArray("content")
              .add(part("text", chance.text()))
              .add(part("refusal", chance.text()));
      default -> texts(message);
    }
    thought(message);
  }

  private static ObjectNode part(String type, String text) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put(type, text);
  }

  private void thought(ObjectNode message) {
    if (chance.oneIn(5)) {
      message.put("reasoning_content", chance.text());
    }
  }

  /** A message that calls tools, and a result for each call. */
  private void called() {
    ObjectNode message = message("assistant");
    if (chance.oneIn(3)) {
      message.put("content", chance.text());
    } else if (chance.oneIn(2)) {
      message.putNull("content");
    }
    thought(message);
    List<String> ids = new ArrayList<>();
    ArrayNode list = message.putArray("tool_calls");
    for (int i = chance.from(1, 3); i > 0; i--) {
      String id = id();
      ids.add(id);
      ObjectNode call = list.addObject().put("id", id);
      if (!chance.oneIn(6)) {
        call.put("type", "function");
      }
      call.putObject("function")
          .put("name", chance.pick(tools))
          .put(
              "arguments",
              chance.pick(
                  "{}",
                  "",
                  "{\"a\":1}",
                  "{\"a\":",
                  "[1]",
                  "{} {}",
                  "{\"q\":\"grüß\",\"deep\":[{\"x\":null}]}"));
      if (chance.oneIn(6) && !subject.isGemini()) {
        // Of Gemini's making; Gemini itself would know it for a forgery.
        call.putObject("extra_content")
            .putObject("google")
            .put("thought_signature", "c2lnbmF0dXJl");
      }
    }
    if (chance.oneIn(3)) {
      ids.addFirst(ids.removeLast());
    }
    for (String id : ids) {
      ObjectNode result = message("tool").put("tool_call_id", id);
      if (chance.oneIn(8)) {
        result
            .putArray("content")
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .put("url", "data:image/jpeg;base64," + PNG);
      } else {
        texts(result);
      }
    }
  }

  /** In the form of one service or another, or of none. */
  private String id() {
    int number = calls++;
    return chance.pick(
        "call_" + number,
        "0",
        "toolu_01" + number,
        "tooluse_a-b_" + number,
        number + "-" + "x".repeat(60),
        "id " + number + " / grüß:日本",
        "\ud83d\ude00" + number);
  }
}
