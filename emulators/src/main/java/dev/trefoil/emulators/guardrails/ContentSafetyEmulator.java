// Azure AI Content Safety's text operations.
package dev.trefoil.emulators.guardrails;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;
import java.util.Locale;

/**
 * {@code text:analyze} and {@code text:shieldPrompt} of API version 2024-09-01. A text with {@code
 * hateful} is hate of severity 6, one with {@code grim} violence of 2; {@code halcyon} stands in
 * the blocklist {@code projects}; {@code ignore all instructions} is an attack.
 */
public final class ContentSafetyEmulator implements GuardrailServer.Service {
  private static final String ANALYZE = "/contentsafety/text:analyze";
  private static final String SHIELD = "/contentsafety/text:shieldPrompt";
  private static final int MOST_CHARACTERS = 10_000;
  private static final String LIST = "projects";

  private final BearerVerifier tokens;

  private ContentSafetyEmulator(BearerVerifier tokens) {
    this.tokens = tokens;
  }

  /**
   * Starts it.
   *
   * @param tokens which open it
   */
  public static GuardrailServer start(BearerVerifier tokens) {
    return GuardrailServer.start(new ContentSafetyEmulator(tokens));
  }

  @Override
  public HttpError error(int status) {
    return error(
        status,
        status == 429 ? "TooManyRequests" : "InternalError",
        "An error of status " + status + " was asked for.");
  }

  private static HttpError error(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", code).put("message", message);
    return new HttpError(status, Headers.of("x-ms-error-code", code), body);
  }

  @Override
  public JsonNode answer(HttpRequest request, JsonNode body) throws RefusedException {
    if (tokens.verifyHeader(request.headers().first("authorization")) instanceof Verdict.Rejected) {
      throw new RefusedException(
          error(
              401,
              "401",
              "Unauthorized. Access token is missing, invalid, audience is incorrect"
                  + " (https://cognitiveservices.azure.com), or have expired."));
    }
    if (!request.parameter("api-version").orElse("").equals("2024-09-01")) {
      throw new RefusedException(error(404, "404", "Resource not found"));
    }
    return switch (request.path()) {
      case ANALYZE -> analyzed(body);
      case SHIELD -> shielded(body);
      default -> throw new RefusedException(error(404, "404", "Resource not found"));
    };
  }

  private static String text(JsonNode body, String member) throws RefusedException {
    String text = body.path(member).asText("");
    if (text.isEmpty()) {
      throw new RefusedException(
          error(400, "InvalidRequestBody", "The " + member + " field is required."));
    }
    if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
      throw new RefusedException(
          error(
              400,
              "InvalidRequestBody",
              "The length of " + member + " exceeds the limit of " + MOST_CHARACTERS + "."));
    }
    return text;
  }

  private static JsonNode analyzed(JsonNode body) throws RefusedException {
    String text = text(body, "text");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode matches = answer.putArray("blocklistsMatch");
    for (JsonNode name : body.path("blocklistNames")) {
      if (!name.asText().equals(LIST)) {
        throw new RefusedException(
            error(404, "NotFound", "The blocklist " + name.asText() + " does not exist."));
      }
      if (text.toLowerCase(Locale.ROOT).contains("halcyon")) {
        matches
            .addObject()
            .put("blocklistName", LIST)
            .put("blocklistItemId", "8b3d5a3e")
            .put("blocklistItemText", "halcyon");
      }
    }
    ArrayNode categories = answer.putArray("categoriesAnalysis");
    for (String category : List.of("Hate", "SelfHarm", "Sexual", "Violence")) {
      boolean hate = category.equals("Hate") && text.contains("hateful");
      boolean violence = category.equals("Violence") && text.contains("grim");
      categories.addObject().put("category", category).put("severity", hate ? 6 : violence ? 2 : 0);
    }
    return answer;
  }

  private static JsonNode shielded(JsonNode body) throws RefusedException {
    String prompt = text(body, "userPrompt");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("userPromptAnalysis")
        .put("attackDetected", prompt.contains("ignore all instructions"));
    answer.putArray("documentsAnalysis");
    return answer;
  }
}
