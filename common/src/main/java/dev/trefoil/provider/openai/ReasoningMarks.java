package dev.trefoil.provider.openai;

import dev.trefoil.chat.Signature;
import java.util.Optional;

/**
 * Marks of what a model thought. OpenAI encrypts it for the organisation, Azure for the resource,
 * Bedrock in a region, and each with the item's id: what is changed, or shown elsewhere, is refused
 * ({@code invalid_encrypted_content}). A mark's value is all that, with a space between: {@code
 * api.openai.com gpt-6-sol rs_1 gAAAA…}.
 *
 * @param resource the host that the service is at
 * @param model as the service knows it
 */
record ReasoningMarks(String resource, String model) {

  /**
   * An item of reasoning as it came.
   *
   * @param id empty where the service gave none
   */
  record Mark(String id, String encrypted) {}

  /** Makes a mark. */
  Signature of(String id, String encrypted) {
    return new Signature(
        Signature.OPENAI, String.join(" ", resource, model, id.replace(" ", ""), encrypted));
  }

  /** What is marked, where it was thought at this resource by this model. */
  Optional<Mark> own(Signature signature) {
    String[] words = signature.value().split(" ", 4);
    boolean own =
        signature.origin().equals(Signature.OPENAI)
            && words.length == 4
            && words[0].equals(resource)
            && words[1].equals(model);
    return own ? Optional.of(new Mark(words[2], words[3])) : Optional.empty();
  }
}
