// Azure AI Content Safety's operations on texts and images.
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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * {@code text:analyze}, {@code text:shieldPrompt}, {@code text:detectProtectedMaterial} and {@code
 * image:analyze} of API version 2024-09-01. A text or image with {@code hateful} is hate of
 * severity 6, one with {@code grim} violence of 2; {@code halcyon} stands in the blocklist {@code
 * projects}; {@code ignore all instructions} is an attack, and {@code la la lyrics} known.
 */
public final class ContentSafetyEmulator implements GuardrailServer.Service {
  private static final String ANALYZE = "/contentsafety/text:analyze";
  private static final String SHIELD = "/contentsafety/text:shieldPrompt";
  private static final String PROTECTED = "/contentsafety/text:detectProtectedMaterial";
  private static final String IMAGE = "/contentsafety/image:analyze";
  private static final int MOST_CHARACTERS = 10_000;
  private static final int MOST_PROTECTED = 1_000;
  private static final int LEAST_PROTECTED = 110;
  private static final int LARGEST_IMAGE = 4 << 20;
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
      case PROTECTED -> known(body);
      case IMAGE -> seen(body);
      default -> throw new RefusedException(error(404, "404", "Resource not found"));
    };
  }

  private static String text(JsonNode body, String member) throws RefusedException {
    return text(body, member, 1, MOST_CHARACTERS);
  }

  private static String text(JsonNode body, String member, int least, int most)
      throws RefusedException {
    String text = body.path(member).asText("");
    if (text.isEmpty()) {
      throw new RefusedException(
          error(400, "InvalidRequestBody", "The " + member + " field is required."));
    }
    int length = text.codePointCount(0, text.length());
    if (length < least) {
      throw new RefusedException(
          error(
              400,
              "InvalidRequestBody",
              "The length of " + member + " is below the minimum of " + least + "."));
    }
    if (length > most) {
      throw new RefusedException(
          error(
              400,
              "InvalidRequestBody",
              "The length of " + member + " exceeds the limit of " + most + "."));
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
    categories(answer, text);
    return answer;
  }

  private static void categories(ObjectNode answer, String text) {
    ArrayNode categories = answer.putArray("categoriesAnalysis");
    for (String category : List.of("Hate", "SelfHarm", "Sexual", "Violence")) {
      boolean hate = category.equals("Hate") && text.contains("hateful");
      boolean violence = category.equals("Violence") && text.contains("grim");
      categories.addObject().put("category", category).put("severity", hate ? 6 : violence ? 2 : 0);
    }
  }

  private static JsonNode seen(JsonNode body) throws RefusedException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(body.path("image").path("content").asText(""));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          error(400, "InvalidRequestBody", "The image.content field is not Base64."));
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean known =
        List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8", "BM", "II*", "MM", "RIFF").stream()
            .anyMatch(text::startsWith);
    if (!known || bytes.length > LARGEST_IMAGE) {
      throw new RefusedException(
          error(400, "InvalidImageFormat", "The image is of no supported format or over 4 MB."));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    categories(answer, text);
    return answer;
  }

  private static JsonNode known(JsonNode body) throws RefusedException {
    String text = text(body, "text", LEAST_PROTECTED, MOST_PROTECTED);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("protectedMaterialAnalysis").put("detected", text.contains("la la lyrics"));
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
