package dev.trefoil.guardrail;

import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.guardrail.GuardrailSettings.ModelArmorSettings;
import dev.trefoil.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A template of Google's Model Armor (REST v1, {@code sanitizeUserPrompt} and {@code
 * sanitizeModelResponse}). Where the basic inspection of sensitive data says where its findings
 * are, they can be masked.
 */
final class ModelArmor implements Check {
  /** Below the 2,000 tokens that its filter of attacks takes at least. */
  private static final int MOST_CHARACTERS = 6_000;

  private static final int OVERLAP = 500;
  private static final String MATCH = "MATCH_FOUND";

  private final GuardrailHttp http;
  private final URI prompt;
  private final URI response;

  ModelArmor(GuardrailHttp http, ModelArmorSettings settings) {
    this.http = http;
    String template =
        settings.endpoint()
            + "/v1/projects/"
            + settings.project()
            + "/locations/"
            + settings.location()
            + "/templates/"
            + settings.template();
    this.prompt = URI.create(template + ":sanitizeUserPrompt");
    this.response = URI.create(template + ":sanitizeModelResponse");
  }

  @Override
  public List<Found> find(List<String> texts, Side side, CheckCall asking)
      throws UncheckedTextException {
    List<Found> found = new ArrayList<>(0);
    for (Batch batch : Batch.of(texts, MOST_CHARACTERS, OVERLAP)) {
      JrsObject answer =
          switch (side) {
            case INPUT ->
                http.post(prompt, question("userPromptData", batch.text()), asking.call());
            case OUTPUT ->
                http.post(response, question("modelResponseData", batch.text()), asking.call());
          };
      asking.used(CheckCall.unitsOf(batch.text()), ServicePrices.MODEL_ARMOR);
      read(answer, batch, found);
    }
    return found;
  }

  private static byte[] question(String member, String text) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart(member);
          json.writeStringField("text", text);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void read(JrsObject answer, Batch batch, List<Found> found)
      throws UncheckedTextException {
    String state = Json.text(answer, "sanitizationResult", "filterMatchState").orElse("");
    if (state.equals(MATCH)) {
      matched(answer, batch, found);
    }
    // A filter that failed has matched nothing either.
    String invoked = Json.text(answer, "sanitizationResult", "invocationResult").orElse("");
    if (!invoked.equals("SUCCESS")) {
      throw UncheckedTextException.partly("an answer by part of its filters: " + invoked, found);
    }
    if (isTruncated(answer)) {
      throw UncheckedTextException.partly("an answer with part of its findings", found);
    }
    if (!state.equals(MATCH) && !state.equals("NO_MATCH_FOUND")) {
      throw UncheckedTextException.partly("an answer without a verdict", found);
    }
  }

  private static void matched(JrsObject answer, Batch batch, List<Found> found) {
    int before = found.size();
    if (Json.at(answer, "sanitizationResult", "filterResults").orElse(null)
        instanceof JrsObject filters) {
      filters(filters, batch, found);
    }
    if (found.size() == before) { // By a filter that is newer than this reading.
      batch.found("matched", found);
    }
  }

  /** Whether the inspection of sensitive data has stopped at some number of findings. */
  private static boolean isTruncated(JrsObject answer) {
    return Json.at(
                    answer,
                    "sanitizationResult",
                    "filterResults",
                    "sdp",
                    "sdpFilterResult",
                    "inspectResult",
                    "findingsTruncated")
                .orElse(null)
            instanceof JrsBoolean truncated
        && truncated.booleanValue();
  }

  private static void filters(JrsObject filters, Batch batch, List<Found> found) {
    if (matches(filters, "pi_and_jailbreak", "piAndJailbreakFilterResult")) {
      batch.found("prompt-attack", found);
    }
    if (matches(filters, "malicious_uris", "maliciousUriFilterResult")) {
      batch.found("malicious-uri", found);
    }
    if (matches(filters, "csam", "csamFilterFilterResult")) {
      batch.found("csam", found);
    }
    if (Json.at(filters, "rai", "raiFilterResult", "raiFilterTypeResults").orElse(null)
        instanceof JrsObject types) {
      for (Iterator<String> names = types.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (matches(types, name)) {
          batch.found(Category.of(name), found);
        }
      }
    }
    if (matches(filters, "sdp", "sdpFilterResult", "inspectResult")) {
      for (JrsObject one :
          Json.objects(filters, "sdp", "sdpFilterResult", "inspectResult", "findings")) {
        place(one, batch, found);
      }
    }
    if (matches(filters, "sdp", "sdpFilterResult", "deidentifyResult")) {
      batch.found("sensitive-data", found);
    }
  }

  private static void place(JrsObject finding, Batch batch, List<Found> found) {
    String category = Category.of(Json.text(finding, "infoType").orElse(""));
    Optional<Integer> start = place(finding, batch, "start");
    Optional<Integer> end = place(finding, batch, "end");
    if (end.isPresent()) {
      batch.place(category, start.orElse(0), end.get(), found);
    } else {
      batch.found(category, found);
    }
  }

  /** A place in code points, as one in characters. A start of 0 is left out of the answer. */
  private static Optional<Integer> place(JrsObject finding, Batch batch, String which) {
    try {
      return Json.text(finding, "location", "codepointRange", which)
          .map(Integer::parseInt)
          .map(points -> batch.text().offsetByCodePoints(0, points));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static boolean matches(JrsObject filters, String... path) {
    return Json.at(filters, path).orElse(null) instanceof JrsObject result
        && Json.text(result, "matchState").orElse("").equals(MATCH);
  }
}
