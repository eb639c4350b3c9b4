package dev.trefoil.guardrail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Media;
import dev.trefoil.guardrail.GuardrailSettings.BedrockSettings;
import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A guardrail of Amazon Bedrock's, asked by ApplyGuardrail (API Reference, "ApplyGuardrail"). What
 * it only detects is none of its findings: its own action says which are.
 */
final class BedrockGuardrail implements Check {
  /** Of the 25 text units of 1,000 characters that one call may have by its default quota. */
  private static final int MOST_CHARACTERS = 20_000;

  private static final int OVERLAP = 500;
  private static final String INTERVENED = "GUARDRAIL_INTERVENED";

  /** User Guide, "Block harmful images with content filters". */
  private static final int LARGEST_IMAGE = 4 << 20;

  /** By their media types. */
  private static final Map<String, String> IMAGES =
      Map.of("image/png", "png", "image/jpeg", "jpeg");

  private final GuardrailHttp http;
  private final URI uri;
  private final boolean images;

  BedrockGuardrail(GuardrailHttp http, BedrockSettings settings) {
    this.http = http;
    URI endpoint =
        settings.endpoint().orElseGet(() -> AwsEndpoint.of("bedrock-runtime", settings.region()));
    this.uri =
        URI.create(
            "%s/guardrail/%s/version/%s/apply"
                .formatted(endpoint, encoded(settings.guardrail()), settings.version()));
    this.images = settings.images();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public List<Found> find(List<String> texts, Side side, CheckCall asking)
      throws UncheckedTextException {
    List<Found> found = new ArrayList<>(0);
    for (Batch batch : Batch.of(texts, MOST_CHARACTERS, OVERLAP)) {
      byte[] question = question(side, json -> text(json, batch.text()));
      JrsObject answer = http.post(uri, question, asking.call());
      count(answer, asking);
      read(answer, batch, found);
    }
    return found.stream().distinct().toList(); // It names a match once for each place.
  }

  /** As the answer counts them; words, and expressions of the guardrail's own, are free. */
  private static void count(JrsObject answer, CheckCall asking) {
    asking.used(units(answer, "contentPolicyUnits"), ServicePrices.BEDROCK_CONTENT);
    asking.used(units(answer, "topicPolicyUnits"), ServicePrices.BEDROCK_TOPICS);
    asking.used(
        units(answer, "sensitiveInformationPolicyUnits"), ServicePrices.BEDROCK_PERSONAL_DATA);
    asking.used(units(answer, "contextualGroundingPolicyUnits"), OptionalDouble.empty());
  }

  private static long units(JrsObject answer, String policy) {
    try {
      return Long.parseLong(Json.text(answer, "usage", policy).orElse("0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public boolean takes(Media.Inline image) {
    return images && IMAGES.containsKey(image.type()) && image.bytes() <= LARGEST_IMAGE;
  }

  @Override
  public List<Found> findIn(Media.Inline image, CheckCall asking) throws UncheckedTextException {
    List<Found> found = new ArrayList<>(0);
    byte[] question = question(Side.INPUT, json -> image(json, image));
    JrsObject answer = http.post(uri, question, asking.call());
    asking.used(units(answer, "contentPolicyImageUnits"), OptionalDouble.empty());
    read(answer, Batch.ofNoText(), found);
    return found;
  }

  private static byte[] question(Side side, Json.Members content) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("source", side.name());
          json.writeArrayFieldStart("content");
          json.writeStartObject();
          content.write(json);
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void text(JsonGenerator json, String text) throws IOException {
    json.writeObjectFieldStart("text");
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static void image(JsonGenerator json, Media.Inline image) throws IOException {
    json.writeObjectFieldStart("image");
    json.writeStringField("format", IMAGES.get(image.type()));
    json.writeObjectFieldStart("source");
    json.writeStringField("bytes", image.base64());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void read(JrsObject answer, Batch batch, List<Found> found)
      throws UncheckedTextException {
    String action = Json.text(answer, "action").orElse("");
    if (action.equals("NONE")) {
      return;
    }
    if (!action.equals(INTERVENED)) {
      throw new UncheckedTextException("an answer without an action", null);
    }
    int before = found.size();
    for (JrsObject assessment : Json.objects(answer, "assessments")) {
      for (JrsObject topic : Json.objects(assessment, "topicPolicy", "topics")) {
        somewhere(topic, "topic-" + Json.text(topic, "name").orElse(""), batch, found);
      }
      for (JrsObject filter : Json.objects(assessment, "contentPolicy", "filters")) {
        somewhere(filter, Json.text(filter, "type").orElse(""), batch, found);
      }
      for (JrsObject filter : Json.objects(assessment, "contextualGroundingPolicy", "filters")) {
        somewhere(filter, Json.text(filter, "type").orElse(""), batch, found);
      }
      for (JrsObject word : Json.objects(assessment, "wordPolicy", "customWords")) {
        placed(word, "words", batch, found);
      }
      for (JrsObject word : Json.objects(assessment, "wordPolicy", "managedWordLists")) {
        placed(word, Json.text(word, "type").orElse(""), batch, found);
      }
      for (JrsObject one : Json.objects(assessment, "sensitiveInformationPolicy", "piiEntities")) {
        placed(one, Json.text(one, "type").orElse(""), batch, found);
      }
      for (JrsObject one : Json.objects(assessment, "sensitiveInformationPolicy", "regexes")) {
        placed(one, Json.text(one, "name").orElse(""), batch, found);
      }
    }
    if (found.size() == before) { // For a reason that is newer than this reading.
      batch.found(Category.of("intervened"), found);
    }
  }

  private static void somewhere(JrsObject one, String category, Batch batch, List<Found> found) {
    if (counts(one)) {
      batch.found(Category.of(category), found);
    }
  }

  private static void placed(JrsObject one, String category, Batch batch, List<Found> found) {
    if (counts(one)) {
      batch.placeAll(Category.of(category), Json.text(one, "match").orElse(""), found);
    }
  }

  private static boolean counts(JrsObject one) {
    return !Json.text(one, "action").orElse("").equals("NONE");
  }
}
