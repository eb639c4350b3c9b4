package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Where a provider's marks travel: in {@code extra_content}, a member that Google's own
 * OpenAI-compatible interface introduced and that clients hand back as they got it.
 */
final class ExtraContent {
  private static final Map<String, String> MEMBERS =
      Map.of(Signature.GOOGLE, "thought_signature", Signature.ANTHROPIC, "signature");

  private ExtraContent() {}

  static Optional<Signature> read(RequestFields fields, String origin) throws Problem {
    Optional<RequestFields> extra = fields.object("extra_content");
    if (extra.isEmpty()) {
      return Optional.empty();
    }
    Optional<RequestFields> own = extra.get().object(origin);
    return own.isEmpty()
        ? Optional.empty()
        : own.get().text(MEMBERS.get(origin)).map(value -> new Signature(origin, value));
  }

  static void write(JsonGenerator json, Signature signature) throws IOException {
    json.writeObjectFieldStart("extra_content");
    json.writeObjectFieldStart(signature.origin());
    json.writeStringField(MEMBERS.get(signature.origin()), signature.value());
    json.writeEndObject();
    json.writeEndObject();
  }
}
