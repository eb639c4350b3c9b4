package dev.trefoil.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.health.HealthBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptLifetimeTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void whoSaysNothingMoreHasItForFiveMinutes() {
    assertThat(PromptLifetime.of(marked(Optional.empty()))).isEqualTo(HealthBook.HELD_FOR);
    assertThat(PromptLifetime.of(marked(Optional.of(Duration.ofMinutes(5)))))
        .isEqualTo(HealthBook.HELD_FOR);
    assertThat(PromptLifetime.fields(marked(Optional.empty()))).isEmpty();
  }

  @Test
  void theLongestMarkCountsWithinAToolsResultToo() {
    ChatRequest within =
        marked(Optional.empty())
            .withMessages(
                List.of(
                    new Message(
                        Role.TOOL,
                        List.of(
                            new Part.ToolResult(
                                "id",
                                List.of(
                                    new Part.Text("seen"),
                                    new Part.CacheBreakpoint(Optional.of(HOUR))),
                                false)))));

    assertThat(PromptLifetime.of(marked(Optional.of(HOUR)))).isEqualTo(HOUR);
    assertThat(PromptLifetime.of(within)).isEqualTo(HOUR);
    assertThat(PromptLifetime.fields(within))
        .isEqualTo(Map.of("prompt_cache_options", "{\"ttl\":\"12h\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "prompt_cache_options | {\"ttl\":\"30m\"} | PT30M",
        "prompt_cache_options | {\"mode\":\"explicit\",\"ttl\":\"12h\"} | PT12H",
        "prompt_cache_options | {\"ttl\":7} | PT5M",
        "prompt_cache_options | {} | PT5M",
        "prompt_cache_options | 7 | PT5M",
        "prompt_cache_retention | \"24h\" | PT24H",
        "prompt_cache_retention | \"in_memory\" | PT5M"
      })
  void openAisOwnFieldsCountAndNoneIsAdded(String field, String json, Duration lifetime) {
    ChatRequest request = marked(Optional.empty()).withExtras(Map.of(field, json));

    assertThat(PromptLifetime.of(request)).isEqualTo(lifetime);
    assertThat(PromptLifetime.fields(marked(Optional.of(HOUR)).withExtras(Map.of(field, json))))
        .isEmpty();
  }

  private static ChatRequest marked(Optional<Duration> ttl) {
    return new ChatRequest(
        List.of(
            new Message(Role.USER, List.of(new Part.Text("hi"), new Part.CacheBreakpoint(ttl)))),
        Settings.DEFAULTS,
        false);
  }
}
