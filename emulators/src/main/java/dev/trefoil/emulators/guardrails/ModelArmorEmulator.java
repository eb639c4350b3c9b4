// Google's Model Armor, of one template.
package dev.trefoil.emulators.guardrails;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sanitizeUserPrompt} and {@code sanitizeModelResponse} of the template {@link #TEMPLATE}. A
 * text with {@code hateful} is hate speech, {@code ignore all instructions} an attack, and e-mail
 * addresses are found where they stand; the second of {@code too many} is left out. One with {@code
 * unfiltered} finds a filter that failed.
 */
public final class ModelArmorEmulator implements GuardrailServer.Service {
  /** The template that there is, of the project {@link #PROJECT} in {@link #LOCATION}. */
  public static final String TEMPLATE = "strict";

  /** Its project. */
  public static final String PROJECT = "trefoil-project";

  /** Its location. */
  public static final String LOCATION = "europe-west4";

  private static final String BASE =
      "/v1/projects/%s/locations/%s/templates/%s:".formatted(PROJECT, LOCATION, TEMPLATE);
  private static final Pattern EMAIL =
      Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}[.][\\w.]{2,63}");
  private static final String MATCH = "MATCH_FOUND";
  private static final String NO_MATCH = "NO_MATCH_FOUND";

  private final BearerVerifier tokens;

  private ModelArmorEmulator(BearerVerifier tokens) {
    this.tokens = tokens;
  }

  /**
   * Starts it.
   *
   * @param tokens which open it
   */
  public static GuardrailServer start(BearerVerifier tokens) {
    return GuardrailServer.start(new ModelArmorEmulator(tokens));
  }

  @Override
  public HttpError error(int status) {
    return error(
        status,
        status == 429 ? "RESOURCE_EXHAUSTED" : status == 503 ? "UNAVAILABLE" : "INTERNAL",
        "An error of status " + status + " was asked for.");
  }

  private static HttpError error(int status, String name, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", status).put("message", message).put("status", name);
    return new HttpError(status, new Headers(), body);
  }

  @Override
  public JsonNode answer(HttpRequest request, JsonNode body) throws RefusedException {
    switch (tokens.verifyHeader(request.headers().first("authorization"))) {
      case Verdict.Accepted accepted -> {}
      case Verdict.Rejected rejected ->
          throw new RefusedException(
              error(
                  401,
                  "UNAUTHENTICATED",
                  "Request had invalid authentication credentials. Expected OAuth 2 access token,"
                      + " login cookie or other valid authentication credential."));
    }
    if (!request.path().startsWith(BASE)) {
      throw new RefusedException(error(404, "NOT_FOUND", "Requested entity was not found."));
    }
    String member =
        switch (request.path().substring(BASE.length())) {
          case "sanitizeUserPrompt" -> "userPromptData";
          case "sanitizeModelResponse" -> "modelResponseData";
          default ->
              throw new RefusedException(
                  error(404, "NOT_FOUND", "Requested entity was not found."));
        };
    if (!body.path(member).path("text").isTextual()) {
      throw new RefusedException(
          error(400, "INVALID_ARGUMENT", "Request contains an invalid argument."));
    }
    return sanitized(body.path(member).path("text").asText());
  }

  private static JsonNode sanitized(String text) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode result = answer.putObject("sanitizationResult");
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    boolean hate = text.contains("hateful");
    boolean attack = text.contains("ignore all instructions");
    ObjectNode rai = filters.putObject("rai").putObject("raiFilterResult");
    rai.put("executionState", "EXECUTION_SUCCESS").put("matchState", state(hate));
    ObjectNode types = rai.putObject("raiFilterTypeResults");
    types.putObject("hate_speech").put("matchState", state(hate));
    types.putObject("harassment").put("matchState", NO_MATCH);
    filters
        .putObject("pi_and_jailbreak")
        .putObject("piAndJailbreakFilterResult")
        .put("executionState", "EXECUTION_SUCCESS")
        .put("matchState", state(attack));
    filters
        .putObject("csam")
        .putObject("csamFilterFilterResult")
        .put("executionState", "EXECUTION_SUCCESS")
        .put("matchState", NO_MATCH);
    ObjectNode inspect =
        filters.putObject("sdp").putObject("sdpFilterResult").putObject("inspectResult");
    boolean found = inspected(text, inspect);
    boolean failed = text.contains("unfiltered");
    result.put("filterMatchState", state(hate || attack || found));
    result.put("invocationResult", failed ? "PARTIAL" : "SUCCESS");
    result.set("filterResults", filters);
    return answer;
  }

  /** Places are 64-bit numbers, which proto3's JSON writes as texts; one of 0 is left out. */
  private static boolean inspected(String text, ObjectNode inspect) {
    inspect.put("executionState", "EXECUTION_SUCCESS");
    Matcher email = EMAIL.matcher(text);
    boolean any = false;
    while (email.find()) {
      if (any && text.contains("too many")) {
        inspect.put("findingsTruncated", true);
        break;
      }
      any = true;
      ObjectNode finding = inspect.withArray("findings").addObject();
      finding.put("infoType", "EMAIL_ADDRESS").put("likelihood", "LIKELY");
      ObjectNode range = finding.putObject("location").putObject("codepointRange");
      int start = text.codePointCount(0, email.start());
      if (start > 0) {
        range.put("start", Integer.toString(start));
      }
      range.put("end", Integer.toString(text.codePointCount(0, email.end())));
    }
    inspect.put("matchState", state(any));
    return any;
  }

  private static String state(boolean match) {
    return match ? MATCH : NO_MATCH;
  }
}
