package dev.trefoil.guardrail;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Azure AI Content Safety (REST API 2024-09-01, "Text Operations"): harm categories by their
 * severity, and blocklists, in both directions; prompt shields in requests. It says what it has
 * found, and not where.
 */
final class ContentSafety implements Check {
  private static final String VERSION = "?api-version=2024-09-01";

  /** Of text:analyze, and of a prompt of text:shieldPrompt. */
  private static final int MOST_CHARACTERS = 10_000;

  private static final int OVERLAP = 500;

  private final GuardrailHttp http;
  private final ContentSafetySettings settings;
  private final URI analyze;
  private final URI shield;

  ContentSafety(GuardrailHttp http, ContentSafetySettings settings) {
    this.http = http;
    this.settings = settings;
    this.analyze = URI.create(settings.endpoint() + "/contentsafety/text:analyze" + VERSION);
    this.shield = URI.create(settings.endpoint() + "/contentsafety/text:shieldPrompt" + VERSION);
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
        JrsObject attack = http.post(shield, prompt(batch.text()), asking.call());
        asking.used(units, ServicePrices.CONTENT_SAFETY_SHIELD);
        attack(attack, batch, found);
      }
    }
    return found;
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

  private static void attack(JrsObject answer, Batch batch, List<Found> found)
      throws UncheckedTextException {
    switch (Json.text(answer, "userPromptAnalysis", "attackDetected").orElse("")) {
      case "true" -> batch.found("prompt-attack", found);
      case "false" -> {}
      default -> throw new UncheckedTextException("an answer without a verdict", null);
    }
  }
}
