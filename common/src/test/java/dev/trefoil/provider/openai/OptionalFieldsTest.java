package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionalFieldsTest {
  @Test
  void fieldsOfOpenAisAreSentInOneOrderAndOthersAreNamed() {
    OptionalFields told =
        told(
            Settings.DEFAULTS,
            Map.of("verbosity", "\"low\"", "store", "false", "top_k", "4", "best_of", "2"),
            List.of());

    assertThat(List.copyOf(told.extras().entrySet()))
        .containsExactly(Map.entry("store", "false"), Map.entry("verbosity", "\"low\""));
    assertThat(told.dropped()).containsExactly("best_of", "top_k");
  }

  @Test
  void labelsAreSentWithStoreOnly() {
    Settings settings = Settings.builder().metadata(Map.of("a", "b")).build();

    assertThat(told(settings, Map.of(), List.of()).dropped()).containsExactly("metadata");
    assertThat(told(settings, Map.of("store", "false"), List.of()).metadata()).isFalse();
    assertThat(told(settings, Map.of("store", "true"), List.of()).metadata()).isTrue();
    assertThat(told(settings, Map.of("store", "true"), List.of()).dropped()).isEmpty();
  }

  @Test
  void whetherCallsMayBeParallelIsSaidWhereThereAreTools() {
    Settings settings = Settings.builder().parallelToolCalls(Optional.of(true)).build();

    assertThat(told(settings, Map.of(), List.of()).dropped())
        .containsExactly("parallel_tool_calls");
    assertThat(told(settings, Map.of(), List.of(new Tool("f", "", "{}", false))).parallel())
        .isTrue();
  }

  private static OptionalFields told(
      Settings settings, Map<String, String> extras, List<Tool> tools) {
    return OptionalFields.of(request(settings, extras, tools), Capabilities.unknown("m"));
  }

  private static ChatRequest request(
      Settings settings, Map<String, String> extras, List<Tool> tools) {
    return new ChatRequest(
        List.of(Message.of(Role.USER, "hi")),
        tools,
        new ToolChoice.Auto(),
        new ResponseFormat.Text(),
        settings,
        extras,
        false);
  }
}
