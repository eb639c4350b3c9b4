// Reads a Converse request and refuses what the service refuses.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.CacheMinimum;
import dev.trefoil.emulators.claude.ClaudeSettings;
import dev.trefoil.emulators.claude.ClaudeTraits;
import dev.trefoil.emulators.schema.Schema;
import dev.trefoil.emulators.schema.Violation;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Optional;

/** From JSON to {@link ConverseRequest}. */
final class ConverseReader {

  /** The request members of botocore's service model and of the Java SDK. */
  static final Schema SCHEMA = Schema.load(ConverseReader.class, "converse-schema.json");

  private ConverseReader() {}

  /**
   * @param modelId as asked for
   * @param base the model behind it
   */
  static ConverseRequest read(String modelId, String base, boolean stream, JsonNode body)
      throws RefusedException {
    Optional<Violation> violation =
        SCHEMA.check(stream ? "ConverseStreamRequest" : "ConverseRequest", body);
    if (violation.isPresent()) {
      throw BedrockErrors.validation(ConverseViolations.text(violation.get()));
    }
    ConversationRules.check(body);
    ToolRules.check(body);
    SettingsRules.check(body);
    ModelRules.check(body, base, stream);
    Optional<ClaudeTraits> claude = ClaudeTraits.of(base);
    if (claude.isPresent()) {
      ClaudeOnBedrock.check(body, claude.get());
    }
    return new ConverseRequest(
        modelId,
        stream,
        ConverseAsk.of(body),
        claude.isPresent(),
        claude.map(traits -> shown(body, traits)).orElse(true),
        CachePoints.of(body, modelId),
        CacheMinimum.onBedrock(modelId),
        body);
  }

  private static boolean shown(JsonNode body, ClaudeTraits traits) {
    ClaudeSettings settings = ClaudeOnBedrock.settings(body);
    return !settings.thinks() || settings.shown(traits);
  }
}
