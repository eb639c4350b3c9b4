// Reads a Messages request and refuses what the service refuses.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.claude.CacheMinimum;
import dev.trefoil.emulators.claude.ClaudeSettings;
import dev.trefoil.emulators.claude.ClaudeTraits;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.schema.Schema;
import dev.trefoil.emulators.schema.Violation;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.util.Optional;

/** From HTTP to {@link MessagesRequest}. */
final class MessagesReader {

  static final Schema SCHEMA = Schema.load(MessagesReader.class, "messages-schema.json");

  /** What asks for a member that is not in the API's first version. */
  private static final String CONTEXT_BETA = "context-management-2025-06-27";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private MessagesReader() {}

  static MessagesRequest read(HttpRequest request, MessagesPlatform platform)
      throws RefusedException {
    MessagesPlatform.Call call = platform.call(request, json(request.body()));
    JsonNode whole = call.body();
    boolean counting = call.counting();
    platform.check(whole);
    checkBetas(request.headers().first("anthropic-beta").orElse(""), whole);
    JsonNode body = ServerTools.without(whole);
    Optional<Violation> violation =
        SCHEMA.check(counting ? "CountRequest" : "MessagesRequest", body);
    if (violation.isPresent()) {
      throw AnthropicErrors.invalid(MessagesViolations.text(violation.get(), body));
    }
    String model = body.get("model").textValue();
    ClaudeTraits traits =
        ClaudeTraits.of(model)
            .filter(known -> platform.has(model))
            .orElseThrow(() -> new RefusedException(platform.unknownModel(model)));
    TurnRules.check(body, traits);
    ToolRules.check(body, whole.path("tools").isEmpty());
    CacheRules.check(whole);
    ClaudeSettings settings = MessagesSettings.of(body);
    MessagesSettings.check(body, traits, settings, platform.signature());
    return new MessagesRequest(
        model,
        counting,
        body.path("stream").asBoolean(false),
        MessagesAsk.of(body, settings.thinks()),
        settings.shown(traits),
        CacheMarks.of(body),
        CacheMinimum.of(model));
  }

  private static void checkBetas(String betas, JsonNode body) throws RefusedException {
    if (body.has("context_management") && !betas.contains(CONTEXT_BETA)) {
      throw AnthropicErrors.invalid("context_management: Extra inputs are not permitted");
    }
  }

  private static JsonNode json(byte[] body) throws RefusedException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw AnthropicErrors.invalid(
          "The request body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
  }
}
