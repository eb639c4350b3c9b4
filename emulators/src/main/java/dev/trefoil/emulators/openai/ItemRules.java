// What Responses ask of the items of a conversation, in OpenAI's words.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ids with the right beginnings, an output for each call and no other, reasoning of one's own, and
 * nothing that would have to be stored: this service stores nothing.
 */
final class ItemRules {

  private static final Map<String, String> PREFIXES =
      Map.of(
          "message", "msg",
          "function_call", "fc",
          "custom_tool_call", "ctc",
          "reasoning", "rs");

  private final JsonNode items;
  private final ReasoningCipher cipher;

  /** The calls that have no output yet, by id, with the type that it must have. */
  private final Map<String, String> open = new LinkedHashMap<>();

  private final Set<String> called = new LinkedHashSet<>();

  private ItemRules(JsonNode items, ReasoningCipher cipher) {
    this.items = items;
    this.cipher = cipher;
  }

  static void check(JsonNode items, ReasoningCipher cipher) throws RefusedException {
    new ItemRules(items, cipher).check();
  }

  private void check() throws RefusedException {
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.get(i);
      String type = item.path("type").asText();
      checkId(item, type, "input[%d].id".formatted(i));
      switch (type) {
        case "message" -> checkParts(item.path("content"), "input[%d].content".formatted(i));
        case "function_call", "custom_tool_call" -> call(item, type);
        case "function_call_output", "custom_tool_call_output" -> {
          output(item, type);
          checkParts(item.path("output"), "input[%d].output".formatted(i));
        }
        case "reasoning" -> checkReasoning(item);
        case "item_reference" ->
            throw OpenAiErrors.refused(
                404,
                "Item with id '%s' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input."
                    .formatted(item.path("id").asText()),
                "invalid_request_error",
                "input",
                null);
        default -> {}
      }
    }
    if (!open.isEmpty()) {
      throw OpenAiErrors.invalid(
          "No tool output found for function call %s.".formatted(open.keySet().iterator().next()),
          "input",
          null);
    }
  }

  private static void checkId(JsonNode item, String type, String param) throws RefusedException {
    String prefix = PREFIXES.getOrDefault(type, "");
    if (item.hasNonNull("id") && !item.path("id").asText().startsWith(prefix)) {
      throw OpenAiErrors.invalid(
          "Invalid '%s': '%s'. Expected an ID that begins with '%s'."
              .formatted(param, item.path("id").asText(), prefix),
          param,
          "invalid_value");
    }
  }

  private void call(JsonNode item, String type) throws RefusedException {
    String id = item.path("call_id").asText();
    if (!called.add(id)) {
      throw OpenAiErrors.invalid("Duplicate item found with id %s.".formatted(id), "input", null);
    }
    open.put(id, type + "_output");
  }

  private void output(JsonNode item, String type) throws RefusedException {
    String id = item.path("call_id").asText();
    if (!type.equals(open.remove(id))) {
      throw OpenAiErrors.invalid(
          "No tool call found for %s with call_id %s."
              .formatted(
                  type.startsWith("custom") ? "custom tool call output" : "function call output",
                  id),
          "input",
          null);
    }
  }

  private void checkReasoning(JsonNode item) throws RefusedException {
    if (!item.hasNonNull("encrypted_content")) {
      return;
    }
    String content = item.path("encrypted_content").asText();
    Optional<String> id = cipher.idOf(content);
    String why = "Encrypted content could not be decrypted or parsed.";
    if (id.isPresent()) {
      if (!item.hasNonNull("id") || item.path("id").asText().equals(id.get())) {
        return;
      }
      why = "Encrypted content item_id did not match the target item id.";
    }
    String shown =
        content.length() < 12
            ? content
            : content.substring(0, 4) + "..." + content.substring(content.length() - 4);
    throw OpenAiErrors.invalid(
        "The encrypted content %s could not be verified. Reason: %s".formatted(shown, why),
        null,
        "invalid_encrypted_content");
  }

  private static void checkParts(JsonNode parts, String place) throws RefusedException {
    for (int i = 0; parts.isArray() && i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      String at = "%s[%d]".formatted(place, i);
      switch (part.path("type").asText()) {
        case "input_image" -> {
          if (!part.hasNonNull("file_id")) {
            PartRules.checkImage(part.path("image_url").asText(), at + ".image_url");
          }
        }
        case "input_file" -> {
          if (!part.hasNonNull("file_url")) {
            PartRules.checkFile(part, at);
          }
        }
        default -> {}
      }
    }
  }
}
