// What OpenAI's models refuse or cannot do, by the beginning of their names: see
// model-families.json.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A family of models.
 *
 * @param names which models belong to it, as a whole
 * @param refused parameters that it does not know
 * @param refusedWhenReasoning parameters that it does not know unless the effort is none
 * @param fixed parameters of which it takes this value alone
 * @param efforts the efforts that it knows; empty when any will do
 * @param reasons whether it makes an effort when none is asked for
 * @param toolsByResponses whether chat completions refuse it tools unless the effort is none; one
 *     that is not said counts as medium there
 * @param breakpoints whether its prompt cache takes breakpoints
 * @param output the most tokens that may be asked for
 */
record ModelFamily(
    Pattern names,
    List<String> refused,
    List<String> refusedWhenReasoning,
    Map<String, Integer> fixed,
    List<String> efforts,
    boolean reasons,
    boolean toolsByResponses,
    boolean breakpoints,
    int output) {

  private static final List<ModelFamily> ALL = load();

  /** What Amazon Bedrock has before the name, an inference profile's geography included. */
  private static final Pattern MAKER = Pattern.compile("^(?:[a-z-]+\\.)?openai\\.");

  private static final Pattern EMBEDDING = Pattern.compile("text-embedding-.*");

  /** Deployments may be called anything: of those nothing is known, and everything is taken. */
  private static final ModelFamily UNKNOWN =
      new ModelFamily(
          Pattern.compile(".*"),
          List.of(),
          List.of(),
          Map.of(),
          List.of(),
          false,
          false,
          false,
          Integer.MAX_VALUE);

  /** The family of a model. */
  static ModelFamily of(String model) {
    String name = MAKER.matcher(model).replaceFirst("");
    return ALL.stream()
        .filter(family -> family.names.matcher(name).matches())
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** Whether the model is known to make embeddings and nothing else. */
  static boolean embeds(String model) {
    return EMBEDDING.matcher(model).matches();
  }

  /** Whether it is known to chat and nothing else. */
  boolean chats() {
    return this != UNKNOWN;
  }

  private static List<ModelFamily> load() {
    try (InputStream in = ModelFamily.class.getResourceAsStream("model-families.json")) {
      List<ModelFamily> families = new ArrayList<>();
      for (JsonNode family : new ObjectMapper().readTree(in).get("families")) {
        Map<String, Integer> fixed = new LinkedHashMap<>();
        family.path("fixed").properties().forEach(e -> fixed.put(e.getKey(), e.getValue().asInt()));
        families.add(
            new ModelFamily(
                Pattern.compile(family.get("names").textValue()),
                texts(family.path("refused")),
                texts(family.path("refusedWhenReasoning")),
                fixed,
                texts(family.path("efforts")),
                family.path("reasons").asBoolean(false),
                family.path("toolsByResponses").asBoolean(false),
                family.path("breakpoints").asBoolean(false),
                family.path("output").asInt(Integer.MAX_VALUE)));
      }
      return List.copyOf(families);
    } catch (IOException e) {
      throw new UncheckedIOException("model-families.json", e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.textValue()));
    return texts;
  }
}
