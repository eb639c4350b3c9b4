package dev.trefoil.emulators.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Messages API keeps of prompts, for how long, and what usage tells of it. */
class PromptCachingTest {
  private static final Keyed ANTHROPIC = Keyed.start();
  private static final String FIVE_MINUTES = "'cache_control':{'type':'ephemeral'}";
  private static final String HOUR = "'cache_control':{'type':'ephemeral','ttl':'1h'}";

  @AfterAll
  static void close() {
    ANTHROPIC.close();
  }

  private static String words(String word, int count) {
    return (word + " ").repeat(count).strip();
  }

  private static String text(String text, String mark) {
    return "{'type':'text','text':'%s'%s}".formatted(text, mark.isEmpty() ? "" : "," + mark);
  }

  private static String ask(String model, String system, String user, String more) {
    return "{'model':'%s','max_tokens':9,'system':[%s],'messages':[{'role':'user','content':[%s]}]%s}"
        .formatted(model, system, user, more);
  }

  /** Read, written for five minutes, written for an hour, and the rest of the input. */
  private static String usage(String body) throws IOException, InterruptedException {
    JsonNode usage = ANTHROPIC.message(body).path("usage");
    assertThat(usage.path("cache_creation_input_tokens").asInt())
        .isEqualTo(
            usage.at("/cache_creation/ephemeral_5m_input_tokens").asInt()
                + usage.at("/cache_creation/ephemeral_1h_input_tokens").asInt());
    return "%d %d %d %d"
        .formatted(
            usage.path("cache_read_input_tokens").asInt(),
            usage.at("/cache_creation/ephemeral_5m_input_tokens").asInt(),
            usage.at("/cache_creation/ephemeral_1h_input_tokens").asInt(),
            usage.path("input_tokens").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-5-5, 512",
    "claude-fable-5-1, 512",
    "claude-sonnet-5, 1024",
    "claude-opus-4-8, 1024",
    "claude-opus-4-7, 2048",
    "claude-opus-4-6, 4096",
    "claude-haiku-4-5, 4096"
  })
  void aPromptShorterThanTheModelsMinimumIsSilentlyNotKept(String model, int minimum)
      throws IOException, InterruptedException {
    String shorter = ask(model, text(words("a", minimum - 1), FIVE_MINUTES), text("hi", ""), "");
    assertThat(usage(shorter)).isEqualTo("0 0 0 " + minimum);
    assertThat(usage(shorter)).isEqualTo("0 0 0 " + minimum);
    String enough = ask(model, text(words("b", minimum), FIVE_MINUTES), text("hi", ""), "");
    assertThat(usage(enough)).isEqualTo("0 " + minimum + " 0 1");
    assertThat(usage(enough)).isEqualTo(minimum + " 0 0 1");
  }

  @Test
  void aHitRenewsFiveMinutes() throws IOException, InterruptedException {
    String body =
        ask("claude-sonnet-5", text(words("renew", 2000), FIVE_MINUTES), text("hi", ""), "");
    assertThat(usage(body)).isEqualTo("0 2000 0 1");
    for (int i = 0; i < 3; i++) {
      ANTHROPIC.emulator().controls().pass(Duration.ofMinutes(4));
      assertThat(usage(body)).isEqualTo("2000 0 0 1");
    }
    ANTHROPIC.emulator().controls().pass(Duration.ofMinutes(5));
    assertThat(usage(body)).isEqualTo("0 2000 0 1");
  }

  @Test
  void longerMarksComeFirstAndAreCountedApart() throws IOException, InterruptedException {
    String system = text(words("long", 1500), HOUR);
    String body = ask("claude-sonnet-5", system, text(words("short", 500), FIVE_MINUTES), "");
    assertThat(usage(body)).isEqualTo("0 500 1500 0");
    ANTHROPIC.emulator().controls().pass(Duration.ofMinutes(30));
    assertThat(usage(body)).isEqualTo("1500 500 0 0");
    String wrong = ask("claude-sonnet-5", text("a", FIVE_MINUTES), text("b", HOUR), "");
    assertThat(ANTHROPIC.refusal(wrong))
        .startsWith("400 invalid_request_error: a ttl='1h' cache_control block must not come");
  }

  @Test
  void itLooksBackTwentyBlocksAndNoFurther() throws IOException, InterruptedException {
    String first = text(words("back", 1200), "");
    String near = ask("claude-sonnet-5", text("s", ""), first + "," + text("x", FIVE_MINUTES), "");
    assertThat(usage(near)).isEqualTo("0 1202 0 0");
    String more = ("," + text("y", "")).repeat(18) + "," + text("z", FIVE_MINUTES);
    String within = ask("claude-sonnet-5", text("s", ""), first + "," + text("x", "") + more, "");
    assertThat(usage(within)).isEqualTo("1202 19 0 0");
    String other = text(words("far", 1200), "");
    String far = ask("claude-sonnet-5", text("s", ""), other + "," + text("x", FIVE_MINUTES), "");
    assertThat(usage(far)).isEqualTo("0 1202 0 0");
    String beyond =
        ask(
            "claude-sonnet-5",
            text("s", ""),
            other + "," + text("x", "") + "," + text("y", "") + more,
            "");
    assertThat(usage(beyond)).isEqualTo("0 1222 0 0");
  }

  @Test
  void anotherThinkingLosesTheMessagesAndKeepsTheSystem() throws IOException, InterruptedException {
    String system = text(words("sys", 1100), FIVE_MINUTES);
    String user = text(words("user", 1100), FIVE_MINUTES);
    String low = ask("claude-sonnet-5", system, user, ",'output_config':{'effort':'low'}");
    assertThat(usage(low)).isEqualTo("0 2200 0 0");
    assertThat(usage(low)).isEqualTo("2200 0 0 0");
    String high = ask("claude-sonnet-5", system, user, ",'output_config':{'effort':'high'}");
    assertThat(usage(high)).isEqualTo("1100 1100 0 0");
  }

  @Test
  void theAutomaticMarkNeedsAFreePlace() throws IOException, InterruptedException {
    String automatic = "," + FIVE_MINUTES;
    String body = ask("claude-sonnet-5", text(words("auto", 1100), ""), text("hi", ""), automatic);
    assertThat(usage(body)).isEqualTo("0 1101 0 0");
    assertThat(usage(body)).isEqualTo("1101 0 0 0");
    String four = String.join(",", text("a", FIVE_MINUTES), text("b", FIVE_MINUTES));
    assertThat(ANTHROPIC.refusal(ask("claude-sonnet-5", four, four, automatic)))
        .isEqualTo(
            "400 invalid_request_error: A maximum of 4 blocks with cache_control may be provided."
                + " Found 5.");
  }
}
