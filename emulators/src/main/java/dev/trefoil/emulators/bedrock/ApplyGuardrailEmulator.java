// Amazon Bedrock's ApplyGuardrail, of one guardrail with a few policies.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.model.ImageKind;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /guardrail/ID/version/VERSION/apply}. The guardrail blocks the word {@code halcyon}
 * and what has {@code hateful} in it, images too, masks e-mail addresses, and only detects {@code
 * darn}.
 */
public final class ApplyGuardrailEmulator implements GuardrailServer.Service {
  /** The guardrail that there is. */
  public static final String ID = "gr4trefoil01";

  /** Its version. */
  public static final String VERSION = "1";

  private static final Pattern PATH = Pattern.compile("/guardrail/([^/]+)/version/([^/]+)/apply");
  private static final Pattern ARN =
      Pattern.compile("arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/([a-z0-9]+)");
  private static final Pattern EMAIL =
      Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}[.][\\w.]{2,63}");
  private static final Pattern WORD = Pattern.compile("(?i)\\bhalcyon\\b");

  /** The default quota is 25 text units of 1,000 characters. */
  private static final int MOST_CHARACTERS = 25_000;

  private static final int MOST_IMAGES = 20;
  private static final int LARGEST_IMAGE = 4 << 20;

  private final BedrockAccess access;

  private ApplyGuardrailEmulator(AwsKeyring keyring) {
    this.access = BedrockAccess.to("bedrock", keyring, "bedrock:ApplyGuardrail");
  }

  /**
   * Starts it.
   *
   * @param keyring the keys that may sign
   */
  public static GuardrailServer start(AwsKeyring keyring) {
    return GuardrailServer.start(new ApplyGuardrailEmulator(keyring));
  }

  @Override
  public HttpError error(int status) {
    return BedrockErrors.at(status, Optional.empty());
  }

  @Override
  public JsonNode answer(HttpRequest request, JsonNode body) throws RefusedException {
    if (access.verify(request) instanceof Verdict.Rejected rejected) {
      throw new RefusedException(BedrockErrors.of(403, rejected.code(), rejected.reason()));
    }
    guardrail(request);
    String source = body.path("source").asText("");
    if (!source.equals("INPUT") && !source.equals("OUTPUT")) {
      throw invalid("source", "Member must satisfy enum value set: [INPUT, OUTPUT]");
    }
    if (!body.path("content").isArray() || body.path("content").isEmpty()) {
      throw invalid("content", "Member must not be null");
    }
    StringBuilder text = new StringBuilder();
    int images = 0;
    for (JsonNode block : body.path("content")) {
      if (block.path("image").isObject()) {
        text.append(image(block.path("image"))).append('\n');
        images++;
      } else if (block.path("text").path("text").isTextual()) {
        text.append(block.path("text").path("text").asText()).append('\n');
      } else {
        throw invalid("content", "Member must have a text or an image");
      }
    }
    if (images > MOST_IMAGES) {
      throw BedrockErrors.validation("The number of images exceeds the limit of " + MOST_IMAGES);
    }
    if (text.length() - 1 > MOST_CHARACTERS) {
      throw new RefusedException(
          BedrockErrors.of(
              429, "ThrottlingException", "Too many text units, please wait before trying again."));
    }
    return assessed(text.substring(0, text.length() - 1));
  }

  private static void guardrail(HttpRequest request) throws RefusedException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw new RefusedException(BedrockErrors.of(404, "UnknownOperationException", ""));
    }
    String name = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    Matcher arn = ARN.matcher(name);
    String id = arn.matches() ? arn.group(1) : name;
    if (!id.equals(ID) || !path.group(2).equals(VERSION)) {
      throw new RefusedException(
          BedrockErrors.of(
              404,
              "ResourceNotFoundException",
              "The guardrail identifier or version provided in the request does not exist."));
    }
  }

  /** What condemns it, if anything does. */
  private static String image(JsonNode image) throws RefusedException {
    String format = image.path("format").asText("");
    if (!format.equals("png") && !format.equals("jpeg")) {
      throw invalid("content.image.format", "Member must satisfy enum value set: [png, jpeg]");
    }
    String base64 = image.path("source").path("bytes").asText("");
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw invalid("content.image.source.bytes", "Member must be Base64");
    }
    if (bytes.length > LARGEST_IMAGE) {
      throw BedrockErrors.validation("The image exceeds the limit of 4 MB.");
    }
    if (!ImageKind.of(base64)
        .map(kind -> kind.mediaType().equals("image/" + format))
        .orElse(false)) {
      throw BedrockErrors.validation("The image is not of the format " + format + ".");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1).contains("hateful") ? "hateful" : "";
  }

  private static RefusedException invalid(String member, String reason) {
    return BedrockErrors.validation(
        "1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
            .formatted(member, reason));
  }

  /** Whether a text is blocked. */
  static boolean blocks(String text) {
    return text.contains("hateful") || WORD.matcher(text).find();
  }

  private static JsonNode assessed(String text) {
    ObjectNode assessment = JsonNodeFactory.instance.objectNode();
    boolean blocked = text.contains("hateful");
    if (blocked) {
      filter(assessment, "HATE");
    }
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      blocked = true;
      assessment
          .withObject("/wordPolicy")
          .withArray("customWords")
          .addObject()
          .put("match", word.group())
          .put("action", "BLOCKED");
    }
    if (text.contains("darn")) {
      assessment
          .withObject("/wordPolicy")
          .withArray("managedWordLists")
          .addObject()
          .put("match", "darn")
          .put("type", "PROFANITY")
          .put("action", "NONE");
    }
    Matcher email = EMAIL.matcher(text);
    boolean masked = email.find();
    for (boolean more = masked; more; more = email.find()) {
      assessment
          .withObject("/sensitiveInformationPolicy")
          .withArray("piiEntities")
          .addObject()
          .put("match", email.group())
          .put("type", "EMAIL")
          .put("action", "ANONYMIZED");
    }
    return answer(text, blocked, masked, assessment);
  }

  private static void filter(ObjectNode assessment, String type) {
    assessment
        .withObject("/contentPolicy")
        .withArray("filters")
        .addObject()
        .put("type", type)
        .put("confidence", "HIGH")
        .put("filterStrength", "HIGH")
        .put("action", "BLOCKED");
  }

  private static JsonNode answer(
      String text, boolean blocked, boolean masked, ObjectNode assessment) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    int units = (text.length() + 999) / 1_000;
    ObjectNode usage = answer.putObject("usage");
    for (String policy :
        new String[] {
          "topicPolicyUnits",
          "contentPolicyUnits",
          "wordPolicyUnits",
          "sensitiveInformationPolicyUnits",
          "sensitiveInformationPolicyFreeUnits"
        }) {
      usage.put(policy, units);
    }
    usage.put("contextualGroundingPolicyUnits", 0); // Nothing is said to be the ground.
    answer.put("action", blocked || masked ? "GUARDRAIL_INTERVENED" : "NONE");
    ArrayNode outputs = answer.putArray("outputs");
    if (blocked) {
      outputs.addObject().put("text", "Sorry, the model cannot answer this question.");
    } else if (masked) {
      outputs.addObject().put("text", EMAIL.matcher(text).replaceAll("{EMAIL}"));
    }
    ArrayNode assessments = answer.putArray("assessments");
    assessments.add(assessment);
    return answer;
  }
}
