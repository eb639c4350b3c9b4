package dev.trefoil.chat.text;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.ClaudeThoughts;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what {@link MessageWriter} wrote. */
public final class MessageReader {
  private MessageReader() {}

  /**
   * @throws IOException when it is no message as we write one
   */
  public static Message message(JrsObject json) throws IOException {
    Fields fields = new Fields(json);
    String role = fields.required("role").toUpperCase(Locale.ROOT);
    for (Role known : Role.values()) {
      if (known.name().equals(role)) {
        return new Message(known, parts(fields, "parts"), fields.text("phase"));
      }
    }
    throw new IOException("'role' is of a later version");
  }

  private static List<Part> parts(Fields fields, String name) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (JrsObject part : fields.objects(name)) {
      Fields read = new Fields(part);
      if (read.required("type").equals("reasoning")) {
        parts.addAll(reasoning(read));
      } else {
        parts.add(part(read));
      }
    }
    return parts;
  }

  private static Part part(Fields fields) throws IOException {
    return switch (fields.required("type")) {
      case "text" -> new Part.Text(fields.required("text"));
      case "image" -> new Part.Image(media(fields), fields.text("detail"));
      case "audio" -> new Part.Audio(media(fields));
      case "file" -> new Part.File(media(fields), fields.text("name"));
      case "redactedReasoning" ->
          new Part.RedactedReasoning(
              signature(fields).orElseThrow(() -> new IOException("'signature' is missing")));
      case "refusal" -> new Part.Refusal(fields.required("text"));
      case "toolCall" ->
          new Part.ToolCall(
              fields.required("id"),
              fields.required("name"),
              fields.required("arguments"),
              signature(fields));
      case "toolResult" ->
          new Part.ToolResult(
              fields.required("callId"),
              parts(fields, "content"),
              fields.flag("failed").orElse(false));
      case "cacheBreakpoint" -> breakpoint(fields);
      case "native" -> new Part.NativePart(beyond(fields));
      default -> throw new IOException("a part is of a later version");
    };
  }

  /** Records of before blocks were kept apart have one mark for all of an answer's. */
  private static List<Part> reasoning(Fields fields) throws IOException {
    List<String> summary = fields.list("summary");
    String text = fields.required("text");
    Optional<Signature> signature = signature(fields);
    return summary.isEmpty()
        ? ClaudeThoughts.parts(text, signature)
        : List.of(new Part.Reasoning(text, summary, signature));
  }

  static Part.CacheBreakpoint breakpoint(Fields fields) throws IOException {
    OptionalLong seconds = fields.whole("ttlSeconds");
    return new Part.CacheBreakpoint(
        seconds.isPresent()
            ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
            : Optional.empty());
  }

  static Native beyond(Fields fields) throws IOException {
    return new Native(
        fields.required("protocol"),
        fields.required("model"),
        fields.required("member"),
        fields.required("json"));
  }

  private static Media media(Fields fields) throws IOException {
    Optional<String> uri = fields.text("uri");
    return uri.isPresent()
        ? new Media.Remote(URI.create(uri.get()))
        : new Media.Inline(fields.required("mediaType"), fields.required("base64"));
  }

  private static Optional<Signature> signature(Fields fields) throws IOException {
    Optional<String> value = fields.text("signature");
    return value.isPresent()
        ? Optional.of(new Signature(fields.required("signatureOrigin"), value.get()))
        : Optional.empty();
  }
}
