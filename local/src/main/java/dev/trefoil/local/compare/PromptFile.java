// The file that a person wrote, and what is wrong with it.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads prompts: a JSON object on each line, or texts with an empty line between them. */
public final class PromptFile {
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 16L << 20;

  /** What the comparison says itself. */
  private static final List<String> OURS =
      List.of("model", "stream", "provider", "fallbacks", "disable_fallbacks", "task", "n");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private PromptFile() {}

  /**
   * @throws IOException in a person's words, when it cannot be read or is no such file
   */
  public static List<Prompt> read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(file + " cannot be read");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
    }
    List<Prompt> prompts;
    try {
      List<String> lines = Files.readAllLines(file);
      boolean isJson =
          lines.stream()
              .filter(line -> !line.isBlank())
              .findFirst()
              .map(line -> line.stripLeading().startsWith("{"))
              .orElse(false);
      prompts = isJson ? objects(file, lines) : texts(lines);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not in UTF-8", e);
    }
    if (prompts.isEmpty()) {
      throw new IOException(file + " has no prompt");
    }
    if (prompts.size() > MOST) {
      throw new IOException(file + " has " + prompts.size() + " prompts; the most are " + MOST);
    }
    return prompts;
  }

  private static List<Prompt> objects(Path file, List<String> lines) throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String where = file + ", line " + (i + 1);
        prompts.add(new Prompt(i + 1, request(where, object(where, lines.get(i)))));
      }
    }
    return prompts;
  }

  private static ObjectNode object(String where, String line) throws IOException {
    try {
      if (JSON.readTree(line) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(where + ": is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException(where + ": is not a JSON object");
  }

  private static ObjectNode request(String where, ObjectNode object) throws IOException {
    for (String name : OURS) {
      if (object.has(name)) {
        throw new IOException(where + ": '" + name + "' is not to be said here");
      }
    }
    JsonNode prompt = object.remove("prompt");
    if (prompt == null) {
      JsonNode messages = object.path("messages");
      if (!messages.isArray() || messages.isEmpty()) {
        throw new IOException(where + ": needs 'prompt', a text, or 'messages', a list");
      }
      return object;
    }
    if (object.has("messages")) {
      throw new IOException(where + ": has both 'prompt' and 'messages'");
    }
    if (!prompt.isTextual() || prompt.asText().isBlank()) {
      throw new IOException(where + ": 'prompt' is not a text, or an empty one");
    }
    return asking(object, prompt.asText());
  }

  private static List<Prompt> texts(List<String> lines) {
    List<Prompt> prompts = new ArrayList<>();
    List<String> text = new ArrayList<>();
    for (int i = 0; i <= lines.size(); i++) {
      if (i < lines.size() && !lines.get(i).isBlank()) {
        text.add(lines.get(i));
      } else if (!text.isEmpty()) {
        prompts.add(
            new Prompt(
                i + 1 - text.size(), asking(JSON.createObjectNode(), String.join("\n", text))));
        text.clear();
      }
    }
    return prompts;
  }

  private static ObjectNode asking(ObjectNode request, String text) {
    request.putArray("messages").addObject().put("role", "user").put("content", text);
    return request;
  }
}
