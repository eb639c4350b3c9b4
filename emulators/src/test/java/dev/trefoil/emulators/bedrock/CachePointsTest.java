package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Converse keeps of prompts, and what it refuses of cache points. */
class CachePointsTest {
  private static final Signed BEDROCK = Signed.start();
  private static final String SONNET = "us.anthropic.claude-sonnet-4-6";
  private static final String POINT = "{'cachePoint':{'type':'default'}}";
  private static final String HOUR = "{'cachePoint':{'type':'default','ttl':'1h'}}";

  @AfterAll
  static void close() {
    BEDROCK.emulator().close();
  }

  private static String ask(String system, String user) {
    return "{'system':[%s],'messages':[{'role':'user','content':[%s]}]}".formatted(system, user);
  }

  private static String text(String word, int count) {
    return "{'text':'%s'}".formatted((word + " ").repeat(count).strip());
  }

  private static JsonNode usage(String model, String body) {
    return BEDROCK.converse(model, body).path("usage");
  }

  @Test
  void whatWasReadAndWrittenIsNotAmongTheInput() {
    String body = ask(text("kind", 1200) + "," + POINT, text("hi", 2));
    assertThat(usage(SONNET, body))
        .isEqualTo(
            Json.of(
                "{'inputTokens':2,'outputTokens':2,'totalTokens':1204,'cacheReadInputTokens':0,"
                    + "'cacheWriteInputTokens':1200,'cacheDetails':[{'ttl':'5m','inputTokens':1200}]}"));
    assertThat(usage(SONNET, body))
        .isEqualTo(
            Json.of(
                "{'inputTokens':2,'outputTokens':2,'totalTokens':1204,'cacheReadInputTokens':1200,"
                    + "'cacheWriteInputTokens':0,'cacheDetails':[]}"));
    BEDROCK.emulator().controls().pass(Duration.ofMinutes(5));
    assertThat(usage(SONNET, body).path("cacheReadInputTokens").asInt()).isZero();
  }

  @Test
  void hoursComeFirstAndAreToldApart() {
    String body = ask(text("long", 1100) + "," + HOUR, text("short", 200) + "," + POINT);
    assertThat(usage(SONNET, body).path("cacheDetails"))
        .isEqualTo(
            Json.node(
                "[{\"ttl\":\"1h\",\"inputTokens\":1100},{\"ttl\":\"5m\",\"inputTokens\":200}]"));
    assertThat(
            BEDROCK.refusal(
                SONNET, "converse", ask(text("a", 1) + "," + POINT, text("b", 1) + "," + HOUR)))
        .contains("400 ValidationException", "must not come after a ttl='5m'");
  }

  @Test
  void fourPointsAreTheMost() {
    String two = text("a", 1) + "," + POINT + "," + text("b", 1) + "," + POINT;
    String three = two + "," + text("c", 1) + "," + POINT;
    assertThat(BEDROCK.refusal(SONNET, "converse", ask(two, three)))
        .contains("400 ValidationException", "A maximum of 4 blocks", "Found 5");
  }

  @Test
  void theMinimumMayBeHigherThanAtAnthropic() {
    String body = ask(text("kind", 4095) + "," + POINT, text("hi", 1));
    for (String model : new String[] {"anthropic.claude-opus-4-7", "anthropic.claude-sonnet-4-5"}) {
      assertThat(usage(model, body).path("cacheWriteInputTokens").asInt(-1)).isZero();
    }
    assertThat(usage("anthropic.claude-sonnet-5", body).path("cacheWriteInputTokens").asInt())
        .isEqualTo(4095);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai.gpt-6-sol", "openai.gpt-oss-120b-1:0", "meta.llama3-3-70b"})
  void aModelThatKeepsNoPromptsRefusesPoints(String model) {
    assertThat(BEDROCK.refusal(model, "converse", ask(text("a", 1) + "," + POINT, text("b", 1))))
        .contains("did not allow prompt caching");
  }
}
