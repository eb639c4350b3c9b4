package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a provider's marks travel: in {@code extra_content}, a member that Google's own
 * OpenAI-compatible interface introduced and that clients hand back as they got it.
 */
final class ExtraContent {
  private static final Map<String, String> MEMBERS =
      Map.of(
          Signature.GOOGLE, "thought_signature",
          Signature.ANTHROPIC, "signature",
          Signature.OPENAI, "encrypted_content",
          Signature.BEDROCK, "signature");

  private ExtraContent() {}

  /**
   * The first mark that there is.
   *
   * @param origins whose marks may stand there
   */
  static Optional<Signature> read(RequestFields fields, List<String> origins) throws Problem {
    Optional<RequestFields> extra = fields.object("extra_content");
    if (extra.isPresent()) {
      for (String origin : origins) {
        Optional<RequestFields> own = extra.get().object(origin);
        Optional<String> value =
            own.isPresent() ? own.get().text(MEMBERS.get(origin)) : Optional.empty();
        if (value.isPresent()) {
          return Optional.of(new Signature(origin, value.get()));
        }
      }
    }
    return Optional.empty();
  }

  static void write(JsonGenerator json, Signature signature) throws IOException {
    json.writeObjectFieldStart("extra_content");
    json.writeObjectFieldStart(signature.origin());
    json.writeStringField(MEMBERS.get(signature.origin()), signature.value());
    json.writeEndObject();
    json.writeEndObject();
  }
}
