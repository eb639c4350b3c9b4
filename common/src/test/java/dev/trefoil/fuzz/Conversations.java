package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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
  private final CalledTools calls;

  private Conversations(Chance chance, Subject subject, List<String> tools) {
    this.chance = chance;
    this.subject = subject;
    this.tools = tools;
    this.calls = new CalledTools(chance, tools, this);
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
    if (chance.oneIn(8)) {
      made.answer();
    }
    for (int i = chance.below(4); i > 0; i--) {
      made.turn();
    }
    made.question(hint);
    if (!tools.isEmpty() && chance.oneIn(4)) {
      made.calls.add();
    }
    return made.messages;
  }

  ObjectNode message(String role) {
    ObjectNode message = messages.addObject().put("role", role);
    if (chance.oneIn(12)) {
      message.put("name", chance.name(20));
    }
    if (chance.oneIn(12)) {
      // Of other services' answers, and of clients that keep their own account.
      message.set(
          chance.pick("annotations", "reasoning", "reasoning_details", "thinking_blocks", "id"),
          JsonNodeFactory.instance.arrayNode().add(part("thinking", chance.text())));
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
      calls.add();
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

  void texts(ObjectNode message) {
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
    switch (chance.below(6)) {
      case 0 -> message.put("refusal", chance.text()).putNull("content");
      case 1 ->
          message
              .putArray("content")
              .add(part("text", chance.text()))
              .add(part("refusal", chance.text()));
      case 2 -> saysNothing(message);
      default -> texts(message);
    }
    thought(message);
  }

  private static ObjectNode part(String type, String text) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put(type, text);
  }

  private void saysNothing(ObjectNode message) {
    switch (chance.below(4)) {
      case 0 -> message.putNull("content");
      case 1 -> message.put("content", chance.pick("", " ", "\n"));
      case 2 -> message.putArray("content").add(part("text", ""));
      default -> message.putArray("tool_calls");
    }
  }

  /** What the model thought, with or without a mark of another service. */
  void thought(ObjectNode message) {
    if (chance.oneIn(4)) {
      message.put("reasoning_content", chance.pick(chance.text(), ""));
    }
    if (chance.oneIn(5)) {
      // A model would know a mark of its own making for a forgery.
      String origin =
          chance.pick(subject.isClaude() ? List.of("google") : List.of("anthropic", "bedrock"));
      message
          .putObject("extra_content")
          .putObject(origin)
          .put(origin.equals("google") ? "thought_signature" : "signature", "c2lnbmF0dXJl");
    }
  }

  /** Whether Google's marks are anothers' to it. */
  boolean isNotGoogles() {
    return !subject.isGemini();
  }
}
