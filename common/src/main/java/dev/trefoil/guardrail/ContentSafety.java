package dev.trefoil.guardrail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Media;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Azure AI Content Safety (REST API 2024-09-01, "Text Operations"): harm categories by their
 * severity, and blocklists, in both directions; prompt shields and images in requests, protected
 * material in answers. It says what it has found, and not where.
 */
final class ContentSafety implements Check {
  private static final String VERSION = "?api-version=2024-09-01";

  /** Of text:analyze, and of a prompt of text:shieldPrompt. */
  private static final int MOST_CHARACTERS = 10_000;

  private static final int OVERLAP = 500;

  /** Of text:detectProtectedMaterial, which is for texts of at least {@link #LEAST_PROTECTED}. */
  private static final int MOST_PROTECTED = 1_000;

  private static final int LEAST_PROTECTED = 110;

  /** Of image:analyze ("Input requirements"); its sides have 50 to 7,200 pixels. */
  private static final int LARGEST_IMAGE = 4 << 20;

  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/webp");

  private final GuardrailHttp http;
  private final ContentSafetySettings settings;
  private final URI analyze;
  private final URI shield;
  private final URI protectedMaterial;
  private final URI image;

  ContentSafety(GuardrailHttp http, ContentSafetySettings settings) {
    this.http = http;
    this.settings = settings;
    this.analyze = operation("text:analyze");
    this.shield = operation("text:shieldPrompt");
    this.protectedMaterial = operation("text:detectProtectedMaterial");
    this.image = operation("image:analyze");
  }

  private URI operation(String name) {
    return URI.create(settings.endpoint() + "/contentsafety/" + name + VERSION);
  }

  @Override
  public List<Found> find(List<String> texts, Side side, CheckCall asking)
      throws UncheckedTextException {
    List<Found> found = new ArrayList<>(0);
    for (Batch batch : Batch.of(texts, MOST_CHARACTERS, OVERLAP)) {
      long units = CheckCall.unitsOf(batch.text());
      JrsObject harm = http.post(analyze, question(batch.text()), asking.call());
      asking.used(units, ServicePrices.CONTENT_SAFETY_TEXT);
      harm(harm, batch, found);
      if (settings.promptShields() && side == Side.INPUT) {
        String detected =
            verdict(
                http.post(shield, prompt(batch.text()), asking.call()),
                "userPromptAnalysis",
                "attackDetected");
        asking.used(units, ServicePrices.CONTENT_SAFETY_SHIELD);
        if (detected.equals("true")) {
          batch.found("prompt-attack", found);
        }
      }
    }
    if (settings.protectedMaterial() && side == Side.OUTPUT) {
      findProtected(texts, asking, found);
    }
    return found;
  }

  private void findProtected(List<String> texts, CheckCall asking, List<Found> found)
      throws UncheckedTextException {
    for (Batch batch : Batch.of(texts, MOST_PROTECTED, LEAST_PROTECTED)) {
      if (batch.text().length() >= LEAST_PROTECTED) {
        byte[] question = Json.bytes(json -> text(json, batch.text()));
        String detected =
            verdict(
                http.post(protectedMaterial, question, asking.call()),
                "protectedMaterialAnalysis",
                "detected");
        asking.used(CheckCall.unitsOf(batch.text()), OptionalDouble.empty());
        if (detected.equals("true")) {
          batch.found("protected-material", found);
        }
      }
    }
  }

  @Override
  public boolean takes(Media.Inline media) {
    return settings.images() && IMAGES.contains(media.type()) && media.bytes() <= LARGEST_IMAGE;
  }

  @Override
  public List<Found> findIn(Media.Inline media, CheckCall asking) throws UncheckedTextException {
    byte[] question =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeObjectFieldStart("image");
              json.writeStringField("content", media.base64());
              json.writeEndObject();
              json.writeEndObject();
            });
    List<Found> found = new ArrayList<>(0);
    JrsObject harm = http.post(image, question, asking.call());
    asking.used(1, OptionalDouble.empty());
    harm(harm, Batch.ofNoText(), found);
    return found;
  }

  private static void text(JsonGenerator json, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private byte[] question(String text) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("text", text);
          json.writeStringField("outputType", "FourSeverityLevels");
          if (!settings.blocklists().isEmpty()) {
            json.writeArrayFieldStart("blocklistNames");
            for (String name : settings.blocklists()) {
              json.writeString(name);
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  private static byte[] prompt(String text) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("userPrompt", text);
          json.writeArrayFieldStart("documents");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void harm(JrsObject answer, Batch batch, List<Found> found)
      throws UncheckedTextException {
    List<JrsObject> categories = Json.objects(answer, "categoriesAnalysis");
    if (categories.isEmpty()) {
      throw new UncheckedTextException("an answer without categories", null);
    }
    for (JrsObject category : categories) {
      if (severity(category).orElse(Integer.MAX_VALUE) >= settings.severity()) {
        batch.found(Category.of(Json.text(category, "category").orElse("")), found);
      }
    }
    if (!Json.objects(answer, "blocklistsMatch").isEmpty()) {
      batch.found("blocklist", found);
    }
  }

  private static OptionalInt severity(JrsObject category) {
    try {
      return OptionalInt.of(Integer.parseInt(Json.text(category, "severity").orElse("")));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** {@code true} or {@code false}. */
  private static String verdict(JrsObject answer, String... path) throws UncheckedTextException {
    String verdict = Json.text(answer, path).orElse("");
    if (!verdict.equals("true") && !verdict.equals("false")) {
      throw new UncheckedTextException("an answer without a verdict", null);
    }
    return verdict;
  }
}
