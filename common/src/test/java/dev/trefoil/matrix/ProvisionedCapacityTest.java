package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.TestDoors;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.health.MovedClock;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Calls begin at what was bought beforehand and overflow to what is paid by the token: with the
 * vendors' clients, and a clock that both sides go by.
 */
@Timeout(60)
class ProvisionedCapacityTest {
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";
  private static final String ON_DEMAND = "us.anthropic.claude-sonnet-4-6";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
      models:
        "bedrock/%1$s": {like: claude-sonnet-4-6, residency: us}
        azure/gpt-ptu: {like: gpt-5.2}
      routes:
        claude:
          residency: us
          targets:
            - {target: "bedrock/%1$s", capacity: {tokensPerMinute: %2$d, share: %3$s}}
            - bedrock/us.anthropic.claude-sonnet-4-6
        gpt:
          targets: [{target: azure/gpt-ptu, capacity: {tokensPerMinute: 100000}}, azure/gpt-5.2]
        alone:
          targets: [{target: azure/gpt-ptu, capacity: {tokensPerMinute: 100000}}]
      """;

  private final MovedClock clock = new MovedClock();
  private final BedrockEmulator bedrock =
      BedrockEmulator.start("bedrock", AwsKeyring.of("key", "secret"), clock);
  private final AzureOpenAiEmulator azure =
      AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("token", "test"));
  private Map<String, ModelService> services = Map.of();

  @AfterEach
  void stop() {
    services.values().forEach(ModelService::close);
    bedrock.close();
    azure.close();
  }

  @Test
  void callsOverflowWhenTheMinuteIsUsedToItsShareAndComeBackWhenItHasPassed() throws IOException {
    bedrock.provision(ARN, ON_DEMAND, 1_000_000);
    HttpHandler door = door(240, 0.5); // 120 tokens a minute: two calls of some 50.

    assertThat(call(door, "claude", 30).header("x-trefoil-model")).isEqualTo(ARN);
    assertThat(call(door, "claude", 30).header("x-trefoil-model")).isEqualTo(ARN);
    RecordedResponse third = call(door, "claude", 30);
    assertThat(third.header("x-trefoil-model")).isEqualTo(ON_DEMAND);
    assertThat(third.header("x-trefoil-trail"))
        .startsWith("bedrock/" + ON_DEMAND + ";outcome=ok;overflow;ms=");

    clock.advance(Duration.ofSeconds(60));
    RecordedResponse back = call(door, "claude", 30);
    assertThat(back.header("x-trefoil-model")).isEqualTo(ARN);
    assertThat(back.header("x-trefoil-trail")).doesNotContain("overflow");
    assertThat(asked()).containsExactly(ARN, ARN, ON_DEMAND, ARN);
  }

  @Test
  void aServiceThatThrottlesIsAskedOnceAndLeftAloneForAWhile() throws IOException {
    bedrock.provision(ARN, ON_DEMAND, 10);
    HttpHandler door = door(1_000_000, 1); // More than there is, as of a fleet of processes.

    assertThat(call(door, "claude", 30).header("x-trefoil-model")).isEqualTo(ARN);
    RecordedResponse throttled = call(door, "claude", 30);
    assertThat(throttled.status()).isEqualTo(200);
    assertThat(throttled.header("x-trefoil-trail"))
        .contains(ARN + ";outcome=throttled;ms=")
        .contains(ON_DEMAND + ";outcome=ok;ms=");
    for (int i = 0; i < 20; i++) {
      assertThat(call(door, "claude", 30).header("x-trefoil-trail"))
          .startsWith("bedrock/" + ON_DEMAND + ";outcome=ok;overflow;ms=");
    }
    assertThat(asked().stream().filter(ARN::equals)).hasSize(2);

    clock.advance(Duration.ofSeconds(61));
    assertThat(call(door, "claude", 30).header("x-trefoil-model"))
        .as("no breaker has opened")
        .isEqualTo(ARN);
  }

  @Test
  void azureIsLeftAloneForAsLongAsItSays() throws IOException {
    HttpHandler door = door(100, 1);
    assertThat(call(door, "gpt", 30).header("x-trefoil-model")).isEqualTo("gpt-ptu");

    azure.controls().fault(Fault.next(1, new Failure.Throttle(OptionalInt.of(2))));
    RecordedResponse throttled = call(door, "gpt", 30);
    assertThat(throttled.header("x-trefoil-trail"))
        .startsWith("azure/gpt-ptu;outcome=throttled;ms=")
        .contains(", azure/gpt-5.2;outcome=ok;ms=");
    clock.advance(Duration.ofMillis(1_999));
    assertThat(call(door, "gpt", 30).header("x-trefoil-model")).isEqualTo("gpt-5.2");
    clock.advance(Duration.ofMillis(1));
    assertThat(call(door, "gpt", 30).header("x-trefoil-model")).isEqualTo("gpt-ptu");
  }

  @Test
  void withNothingElseLeftItIsWaitedFor() throws IOException {
    HttpHandler door = door(100, 1);
    azure.controls().fault(Fault.next(1, new Failure.Throttle(OptionalInt.of(2))));

    RecordedResponse answer = call(door, "alone", 30);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-trefoil-attempts")).isEqualTo("2");
  }

  @Test
  void whatNobodyHasBoughtIsNotThereAndCallsGoOn() throws IOException {
    RecordedResponse answer = call(door(100, 1), "claude", 30);

    assertThat(answer.header("x-trefoil-trail"))
        .contains(ARN + ";outcome=model_unavailable;ms=")
        .contains(ON_DEMAND + ";outcome=ok;ms=");
  }

  @Test
  void theTargetsSayWhatOfItIsUsed() throws IOException {
    bedrock.provision(ARN, ON_DEMAND, 1_000_000);
    HttpHandler door = door(240, 0.5);
    assertThat(capacities(door)).containsOnlyKeys("azure/gpt-ptu", "bedrock/" + ARN);
    assertThat(capacities(door).get("bedrock/" + ARN))
        .hasToString("{\"tokens_per_minute\":240,\"share\":0.5,\"used\":0}");

    call(door, "claude", 30);

    assertThat(capacities(door).get("bedrock/" + ARN).path("used").asInt()).isBetween(30, 60);
    clock.advance(Duration.ofSeconds(60));
    assertThat(capacities(door).get("bedrock/" + ARN).path("used").asInt()).isZero();
  }

  private static Map<String, JsonNode> capacities(HttpHandler door) throws IOException {
    RecordedResponse response = new RecordedResponse();
    door.handle(
        new HttpCall(
            "GET",
            "/v1/targets",
            new Headers(),
            InputStream.nullInputStream(),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    Map<String, JsonNode> capacities = new TreeMap<>();
    for (JsonNode target : new ObjectMapper().readTree(response.body()).path("data")) {
      if (target.has("capacity")) {
        capacities.put(target.path("id").asText(), target.path("capacity"));
      }
    }
    return capacities;
  }

  private HttpHandler door(long tokensPerMinute, double share) {
    TrefoilConfig config =
        TrefoilConfig.parse(CONFIG.formatted(ARN, tokensPerMinute, share), Map.of());
    services =
        Map.of(
            "bedrock",
            BedrockService.create(
                new BedrockSettings("us-east-1", Optional.of(bedrock.endpoint()), CONNECT),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                model -> config.models().of("bedrock", model)),
            "azure",
            OpenAiService.create(
                OpenAiSettings.azure(azure.endpoint(), CONNECT),
                cancellation -> "Bearer token",
                model -> config.models().of("azure", model)));
    Gateway gateway =
        TestGateway.of(config.routing(), services, CallEvents.NONE, Admission.ALL, clock);
    ChatEndpoint chat = new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty());
    return new Endpoints(
        TestDoors.of(gateway, chat, Optional.empty()),
        Authenticator.NONE,
        HttpSettings.of(1 << 24),
        Optional.empty());
  }

  private static RecordedResponse call(HttpHandler door, String route, int words)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    door.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            new Headers(),
            new ByteArrayInputStream(
                """
                {"model": "%s", "max_tokens": 16, "messages": [{"role": "user", "content": "%s"}]}"""
                    .formatted(route, "word ".repeat(words))
                    .getBytes(StandardCharsets.UTF_8)),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    assertThat(response.status()).as(response::body).isEqualTo(200);
    return response;
  }

  /** The models that Bedrock was asked for. */
  private List<String> asked() {
    return bedrock.controls().journal().stream()
        .map(JournalEntry::path)
        .map(path -> path.split("/")[2])
        .map(id -> URLDecoder.decode(id, StandardCharsets.UTF_8))
        .toList();
  }
}
