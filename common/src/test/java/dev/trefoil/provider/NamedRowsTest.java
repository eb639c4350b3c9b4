package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows are read when they are needed, and once. */
class NamedRowsTest {
  private final List<String> read = new ArrayList<>();
  private final NamedRows<Capabilities> rows =
      new NamedRows<>(
          NamedRows.longestFirst(List.of("gpt-5", "gpt-5.4-mini", "gpt-5.4")),
          name -> {
            read.add(name);
            return Capabilities.unknown(name);
          });

  @Test
  void onlyTheRowsOfModelsThatAreMetAreRead() {
    ModelCatalog catalog = new ModelCatalog(Map.of(), rows);
    assertThat(read).isEmpty();

    assertThat(catalog.of("azure", "gpt-5.4-mini").family()).isEqualTo("gpt-5.4-mini");
    assertThat(catalog.of("openai", "gpt-5.4-mini-2026-03-17").family()).isEqualTo("gpt-5.4-mini");
    assertThat(catalog.of("openai", "nobodys").family()).isEqualTo("nobodys");

    assertThat(read).containsExactly("gpt-5.4-mini");
  }

  @Test
  void aNameIsFoundAsItIs() {
    assertThat(rows.named("gpt-5.4")).contains(Capabilities.unknown("gpt-5.4"));
    assertThat(rows.named("gpt-5.5")).isEmpty();
    assertThat(read).containsExactly("gpt-5.4");
  }
}
