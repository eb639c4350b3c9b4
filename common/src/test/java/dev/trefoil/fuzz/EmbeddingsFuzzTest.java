package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link FuzzTest} does with chat requests, with those for embeddings. */
@Timeout(120)
class EmbeddingsFuzzTest {
  private static final int BODIES = 3_000;
  private static final int WAYS = 55;
  private static final String PATH = "/v1/embeddings";

  private final Set<String> ways = ConcurrentHashMap.newKeySet();
  private EmulatedServices services;

  @BeforeEach
  void start() {
    services = new EmulatedServices();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  /** Of twelve cases one is right, and two are of what the model does not give. */
  private static boolean isRight(int number) {
    return number % 12 == 0;
  }

  private static boolean isUntaken(int number) {
    return number % 6 == 1;
  }

  private static Embedder embedder(int number) {
    return Embedder.any(number / 12);
  }

  @Test
  void everyRightRequestGetsItsVectorsAndNoWrongOneReachesAModel() throws InterruptedException {
    Tally invalid = new Tally();
    Tally untaken = new Tally();
    Tally valid = new Tally();
    Volley.run(
        "invalid embeddings",
        BODIES,
        invalid,
        n -> !isRight(n) && !isUntaken(n),
        n -> invalid(n, invalid));
    Volley.run(
        "embeddings refused by table",
        BODIES,
        untaken,
        EmbeddingsFuzzTest::isUntaken,
        n -> untaken(n, untaken));
    assertThat(invalid.wrongs()).isEmpty();
    assertThat(untaken.wrongs()).isEmpty();
    assertThat(services.requests()).as("requests that reached a model").isEmpty();
    Volley.run("embeddings", BODIES, valid, EmbeddingsFuzzTest::isRight, n -> valid(n, valid));

    assertThat(valid.wrongs()).isEmpty();
    assertThat(valid.total()).as("answered with 200").isEqualTo(BODIES / 12);
    assertThat(invalid.total() + untaken.total()).isEqualTo(BODIES - BODIES / 12);
    assertThat(EmbeddingFields.TABLE.unspoiled(ways)).as("fields never wrong").isEmpty();
    assertThat(ways).hasSizeGreaterThan(WAYS);
    System.out.println("fuzz: " + ways.size() + " ways for embeddings to be invalid");
  }

  private void valid(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    Embedder embedder = embedder(number);
    ObjectNode body = ValidEmbeddings.make(chance, embedder);
    Sent sent = Sent.post(PATH, chance.oneIn(2) ? Json.bytes(body) : Json.unescaped(body));
    RecordedResponse response = Caller.send(services.http(), sent);
    String fault = response.status() == 200 ? Answers.headerFault(response) : "not answered";
    if (fault.isEmpty()) {
      fault = vectorFault(body, embedder, Json.read(response.body()).path("data"));
    }
    if (fault.isEmpty()) {
      tally.count(embedder.target());
    } else {
      tally.wrong(Answers.described(number, embedder + ": " + fault, sent, response));
    }
  }

  private static String vectorFault(ObjectNode body, Embedder embedder, JsonNode data) {
    JsonNode input = body.path("input");
    int inputs = input.isArray() && !input.path(0).isNumber() ? input.size() : 1;
    if (data.size() != inputs) {
      return data.size() + " vectors for " + inputs + " inputs";
    }
    int length = body.path("dimensions").asInt(embedder.usualLength());
    for (JsonNode vector : data) {
      int got = length(vector.path("embedding"));
      if (got != length) {
        return "a vector of " + got + " dimensions, not " + length;
      }
    }
    return "";
  }

  private static int length(JsonNode vector) {
    try {
      return vector.isTextual() ? vector.binaryValue().length / Float.BYTES : vector.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void invalid(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    ObjectNode body = ValidEmbeddings.make(chance, embedder(number));
    refused(
        number,
        chance.oneIn(4)
            ? Breakage.any(chance, body)
            : Spoiler.spoil(chance, EmbeddingFields.TABLE, body),
        "",
        tally);
  }

  private void untaken(int number, Tally tally) {
    Chance chance = Chance.of(Volley.SEED, number);
    Embedder embedder = embedder(number);
    ObjectNode body = ValidEmbeddings.make(chance, embedder);
    String place;
    if (!embedder.takesTokens() && chance.oneIn(2)) {
      body.putArray("input").add(1).add(2);
      place = "input";
    } else if (embedder.isOnBedrock() && chance.oneIn(2)) {
      body.put("dimensions", chance.pick(1, 255, 768, 65_536));
      place = "dimensions";
    } else {
      body.put("model", chance.pick("anthropic/claude-sonnet-4-6", "bedrock/amazon.nova-pro-v1:0"));
      place = "model";
    }
    refused(
        number,
        Bad.request("embeddings of what is not given: " + place, place, Json.bytes(body)),
        "unsupported_parameter",
        tally);
  }

  private void refused(int number, Bad bad, String code, Tally tally) {
    ways.add(bad.how());
    Sent sent = Sent.post(PATH, bad.body());
    RecordedResponse response = Caller.send(services.http(), sent);
    String fault = Answers.refusalFault(response, bad, code);
    if (fault.isEmpty()) {
      tally.count(response.status() + " " + Json.read(response.body()).at("/error/code").asText());
    } else {
      tally.wrong(Answers.described(number, bad.how() + ": " + fault, sent, response));
    }
  }
}
