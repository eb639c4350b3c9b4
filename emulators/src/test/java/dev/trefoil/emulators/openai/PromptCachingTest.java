package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What OpenAI's services keep of prompts: older models by themselves, newer up to breakpoints. */
class PromptCachingTest {
  private static final OpenAiEmulator EMULATOR = OpenAiEmulator.start("openai", "k");
  private static final Post POST = new Post(EMULATOR.endpoint());
  private static final String BREAKPOINT = ",'prompt_cache_breakpoint':{'mode':'explicit'}";

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  private static String words(String word, int count) {
    return (word + " ").repeat(count).strip();
  }

  /** Of chat completions: the prompt, what of it was read, and written. */
  private static String chat(String model, String system, String user, String more) {
    JsonNode usage =
        POST.chat(
                ("{'model':'%s','messages':[{'role':'system','content':'%s'},"
                        + "{'role':'user','content':'%s'}]%s}")
                    .formatted(model, system, user, more))
            .path("usage");
    return "%d %d %d"
        .formatted(
            usage.path("prompt_tokens").asInt(-1),
            usage.at("/prompt_tokens_details/cached_tokens").asInt(-1),
            usage.at("/prompt_tokens_details/cache_write_tokens").asInt(-1));
  }

  /** Of Responses, the same. */
  private static String response(String more) {
    JsonNode usage =
        Json.node(POST.send("/responses", "{'model':'gpt-6-sol',%s}".formatted(more)).body())
            .path("usage");
    return "%d %d %d"
        .formatted(
            usage.path("input_tokens").asInt(-1),
            usage.at("/input_tokens_details/cached_tokens").asInt(-1),
            usage.at("/input_tokens_details/cache_write_tokens").asInt(-1));
  }

  private static String message(String text, String mark) {
    return "{'role':'user','content':[{'type':'input_text','text':'%s'%s}]}".formatted(text, mark);
  }

  @Test
  void olderModelsKeepPromptsOfEnoughTokensInStepsAndForNothing() {
    String system = words("old", 1300);
    assertThat(chat("gpt-5.2", system, "a", "")).isEqualTo("1301 0 0");
    assertThat(chat("gpt-5.2", system, "b", "")).isEqualTo("1301 1280 0");
    assertThat(chat("gpt-5.2", words("few", 1023), "", "")).isEqualTo("1023 0 0");
    assertThat(chat("gpt-5.2", words("few", 1023), "", "")).isEqualTo("1023 0 0");
    EMULATOR.controls().pass(Duration.ofMinutes(5));
    assertThat(chat("gpt-5.2", system, "c", "")).isEqualTo("1301 0 0");
  }

  @Test
  void aKeyHasMachinesOfItsOwn() {
    String system = words("key", 1280);
    assertThat(chat("gpt-5.2", system, "a", ",'prompt_cache_key':'one'")).isEqualTo("1281 0 0");
    assertThat(chat("gpt-5.2", system, "a", ",'prompt_cache_key':'two'")).isEqualTo("1281 0 0");
    assertThat(chat("gpt-5.2", system, "b", ",'prompt_cache_key':'one'")).isEqualTo("1281 1280 0");
  }

  @Test
  void newerModelsKeepTheNewestMessageAndFindTheEndsOfEarlierOnes() {
    String first = message(words("turn", 1100), "");
    String answer = ",{'role':'assistant','content':[{'type':'output_text','text':'ok'}]},";
    assertThat(response("'input':[%s]".formatted(first))).isEqualTo("1100 0 1100");
    assertThat(response("'input':[%s]".formatted(first + answer + message("more", ""))))
        .isEqualTo("1102 1100 2");
    EMULATOR.controls().pass(Duration.ofMinutes(29));
    assertThat(response("'input':[%s]".formatted(first))).isEqualTo("1100 1100 0");
  }

  @Test
  void whatConversationsShareIsFoundAtBreakpointsOnly() {
    String plain =
        "'input':[{'role':'user','content':[{'type':'input_text','text':'%s'},"
            + "{'type':'input_text','text':'%s'}]}]";
    assertThat(response(plain.formatted(words("shared", 1100), "a"))).isEqualTo("1101 0 1101");
    assertThat(response(plain.formatted(words("shared", 1100), "b"))).isEqualTo("1101 0 1101");
    String marked = plain.replaceFirst("'text':'%s'", "'text':'%s'" + BREAKPOINT);
    assertThat(response(marked.formatted(words("mark", 1100), "a"))).isEqualTo("1101 0 1101");
    assertThat(response(marked.formatted(words("mark", 1100), "b"))).isEqualTo("1101 1100 1");
  }

  @Test
  void theExplicitModeKeepsTheLastFourBreakpointsAndNothingElse() {
    String explicit = ",'prompt_cache_options':{'mode':'explicit'}";
    String only = "'input':[%s]".formatted(message(words("none", 1100), "")) + explicit;
    assertThat(response(only)).isEqualTo("1100 0 0");
    StringBuilder five = new StringBuilder(message(words("five", 1100), BREAKPOINT));
    for (int i = 0; i < 4; i++) {
      five.append(',').append(message("m" + i, BREAKPOINT));
    }
    assertThat(response("'input':[%s]".formatted(five) + explicit)).isEqualTo("1104 0 1104");
    String alone = message(words("five", 1100), BREAKPOINT);
    assertThat(response("'input':[%s]".formatted(alone) + explicit))
        .as("the first of five was not written")
        .isEqualTo("1100 0 1100");
  }

  @Test
  void olderModelsRefuseBreakpoints() {
    String body = "{'model':'gpt-5.2','prompt_cache_options':{'mode':'explicit'},'input':'hi'}";
    assertThat(POST.send("/responses", body).body()).contains("'prompt_cache_options'");
    String marked = "{'model':'gpt-5.2','input':[%s]}".formatted(message("hi", BREAKPOINT));
    assertThat(POST.send("/responses", marked).statusCode()).isEqualTo(400);
  }
}
