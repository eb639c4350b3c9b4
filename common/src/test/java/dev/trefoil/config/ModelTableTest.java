package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.config.ModelTable.Source;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of models, bundled and from TREFOIL_MODELS. */
class ModelTableTest {
  private static final String SMALL =
      """
      services: {a: {kind: anthropic, keyFrom: "env:K"}, b: {kind: bedrock, region: us-east-1}}
      routes: {chat: {targets: [a/claude-opus-5-5]}}
      auth: none
      """;

  private static final String NEWER =
      """
      sources:
        page: {title: The maker's page, url: "https://example.com/models", date: 2027-02-01}
      models:
        claude-opus-5-5: {maxOutput: 256000, retires: {bedrock: 2028-01-31}, source: page}
        claude-opus-6: {like: claude-opus-5-5, contextWindow: 2000000, price: {input: 3, output: 15, regional: 2}, source: page}
        house-model: {reasoning: none, source: [page]}
      """;

  private final ModelTable bundled = ModelTable.load(Map.of());
  private final ModelCatalog catalog = TrefoilConfig.load(Map.of()).models();

  @TempDir Path folder;

  @Test
  void everyRowNamesSourcesAndEverySourceHasItsPlaceAndDay() {
    Set<String> named = new HashSet<>();
    bundled
        .models()
        .forEach(
            (family, model) -> {
              assertThat(model.sources()).as(family).isNotEmpty();
              assertThat(bundled.sources())
                  .as(family)
                  .containsKeys(model.sources().toArray(String[]::new));
              named.addAll(model.sources());
            });
    assertThat(named).as("no source is there for nobody").isEqualTo(bundled.sources().keySet());
    for (Source source : bundled.sources().values()) {
      assertThat(source.title()).isNotBlank();
      assertThat(source.url()).startsWith("https://");
      assertThat(source.date()).isBetween(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 11, 30));
    }
  }

  @Test
  void whatIsReadRowByRowIsWhatTheWholeTableSays() {
    KnownModels known = KnownModels.of(Map.of());

    assertThat(known.families().names()).hasSameElementsAs(bundled.models().keySet());
    assertThat(known.families().names()).isEqualTo(known.prices().names());
    for (Map.Entry<String, Model> model : bundled.models().entrySet()) {
      assertThat(known.families().named(model.getKey())).contains(model.getValue().capabilities());
      assertThat(known.prices().named(model.getKey())).contains(model.getValue().price());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.6-sol, gpt-5.6-sol",
    "us.openai.gpt-6-luna, gpt-6-luna",
    "gpt-6.2-astra-2026-11-17, gpt-6.2-astra",
    "gpt-5.7-sol, gpt-5.7-sol",
    "gpt-5-codex, gpt-5",
    "gpt-4o-2024-08-06, gpt-4o",
    "claude-opus-5-5, claude-opus-5-5",
    "us.anthropic.claude-sonnet-5-5, claude-sonnet-5-5",
    "anthropic.claude-haiku-5-5, claude-haiku-5-5",
    "claude-opus-5-7, claude-opus-5-7",
    "claude-sonnet-4-20250514, claude-sonnet-4",
    "claude-opus-4-1@20250805, claude-opus-4-1",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0, claude-haiku-4-5",
    "gemini-3.6-flash, gemini-3.6-flash",
    "gemini-3.8-flash, gemini-3.8-flash",
    "gemini-3.1-pro-preview, gemini-3.1-pro",
    "gemini-3.9-flash, gemini-3.9-flash",
    "gemini-3-pro-image, gemini-3",
    "meta.llama3-70b-instruct-v1:0, meta.llama3",
    "us.meta.llama3-3-70b-instruct-v1:0, meta.llama3-3",
    "mistral.mistral-large-2402-v1:0, mistral.mistral-large",
    "mistral.mistral-large-3-675b-instruct, mistral.mistral-large-3",
    "ai21.jamba-1-5-large-v1:0, ai21.jamba",
    "amazon.titan-embed-text-v2:0, titan-embed-text-v2"
  })
  void anIdIsOfItsOwnFamilyAndOfNoOlderOne(String id, String family) {
    assertThat(catalog.of("s", id).family()).isEqualTo(family);
  }

  /** Anthropic's "Thinking", OpenAI's "Reasoning models", Google's "Thinking". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "us.anthropic.claude-opus-5-5",
        "claude-sonnet-5-5",
        "claude-haiku-5-5",
        "claude-fable-5-2",
        "claude-sonnet-5",
        "gpt-5.6-terra",
        "gpt-6-sol",
        "gemini-3.8-flash",
        "gemini-4-argon"
      })
  void aModelThatThinksUnaskedIsGivenTheTimeForIt(String id) {
    assertThat(catalog.of("s", id).thinksFirst()).isTrue();
  }

  @Test
  void aModelThatAnswersAtOnceIsNot() {
    assertThat(catalog.of("s", "us.anthropic.claude-sonnet-4-6").thinksFirst()).isFalse();
    assertThat(catalog.of("s", "claude-opus-4-8").thinksFirst()).isFalse();
    assertThat(catalog.of("s", "gemini-2.5-flash-lite").thinksFirst()).isFalse();
  }

  @Test
  void aDayOfRetirementIsThatOfAKindOfService() {
    assertThat(bundled.models().get("claude-3-7").retires())
        .containsEntry("anthropic", LocalDate.of(2026, 2, 19))
        .containsEntry("bedrock", LocalDate.of(2026, 4, 28));
    assertThat(bundled.models().get("gpt-5.4").retires())
        .containsOnlyKeys("azure-openai")
        .containsValue(LocalDate.of(2027, 3, 5));
  }

  @Test
  void aNewerTableLiesOverTheBundledOneRowByRow() throws IOException {
    Path file = Files.writeString(folder.resolve("models.yaml"), NEWER);
    for (String value : List.of(file.toString(), NEWER, JsonForm.of(NEWER))) {
      Map<String, String> env = Map.of(ModelTable.VARIABLE, value, "TREFOIL_CONFIG", SMALL);
      TrefoilConfig config = TrefoilConfig.load(env);

      Capabilities changed = config.models().of("b", "us.anthropic.claude-opus-5-5");
      assertThat(changed.maxOutput()).hasValue(256_000);
      assertThat(changed.temperature()).as("as bundled").isFalse();
      assertThat(changed.thinksFirst()).as("as bundled").isTrue();
      Capabilities added = config.models().of("b", "us.anthropic.claude-opus-6");
      assertThat(added.family()).isEqualTo("claude-opus-6");
      assertThat(added.contextWindow()).hasValue(2_000_000);
      assertThat(added.maxOutput()).as("like the row above it").hasValue(256_000);
      assertThat(config.models().of("a", "house-model").reasoning()).isEqualTo(Reasoning.NONE);
      assertThat(config.models().of("a", "claude-haiku-4-5").family())
          .isEqualTo("claude-haiku-4-5");
      assertThat(input(config, "a", "claude-opus-5-5")).as("as bundled").isEqualTo(4);
      assertThat(input(config, "a", "claude-opus-6")).isEqualTo(3);
      assertThat(input(config, "b", "eu.anthropic.claude-opus-6")).isEqualTo(6);
      assertThat(input(config, "b", "global.anthropic.claude-opus-6")).isEqualTo(3);

      ModelTable table = ModelTable.load(env);
      assertThat(table.models().get("claude-opus-5-5").retires())
          .containsExactly(Map.entry("bedrock", LocalDate.of(2028, 1, 31)));
      assertThat(table.sources()).containsKeys("page", "claude-models");
    }
  }

  private static double input(TrefoilConfig config, String service, String model) {
    return config.routing().prices().of(new Target(service, model), model).orElseThrow().input();
  }

  @Test
  void mistakesInATableAreAllReportedWithFilePlaceAndField() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            sources:
              page: {title: A page, url: example.com, date: 2027-02-30}
              bare: {}
            models:
              Claude-X: {source: page}
              claude-y: {like: claude-99, thinksFirst: always, source: rumour}
              claude-z: {retires: {bedrock: soon, moon: 2027-01-01}, price: {output: 1, regional: 0}, colour: red}
            rows: {}
            """);

    assertThat(mistakes(() -> load(file.toString())))
        .containsExactlyInAnyOrder(
            file + ": line 2, column 30: sources.page.url is not a URL",
            file + ": line 2, column 49: sources.page.date is not a day: 2026-11-30",
            file + ": line 3, column 9: sources.bare.title is missing",
            file + ": line 3, column 9: sources.bare.url is missing",
            file + ": line 3, column 9: sources.bare.date is missing",
            file
                + ": line 5, column 13: models.Claude-X is not the name of a family: small letters,"
                + " digits, '.', '_', '-'",
            file + ": line 6, column 20: models.claude-y.like is not known",
            file + ": line 6, column 44: models.claude-y.thinksFirst is not true or false",
            file + ": line 6, column 60: models.claude-y.source is not one of the sources",
            file + ": line 7, column 33: models.claude-z.retires.bedrock is not a day: 2026-11-30",
            file + ": line 7, column 45: models.claude-z.retires.moon is not known here",
            file
                + ": line 7, column 87: models.claude-z.price.regional is not a number from 1 to 10",
            file + ": line 7, column 65: models.claude-z.price.input is missing",
            file
                + ": line 7, column 13: models.claude-z.source is missing: the name of one of the"
                + " sources above, or several",
            file + ": line 7, column 99: models.claude-z.colour is not known here",
            file + ": line 8, column 7: rows is not known here");
  }

  @Test
  void aTableThatIsNoneIsAMistakeOfItsOwn() {
    assertThat(mistakes(() -> load("no/such.yaml")).getFirst())
        .startsWith("TREFOIL_MODELS names no/such.yaml, which cannot be read");
    assertThat(mistakes(() -> load("models: [\n")).getFirst())
        .startsWith("TREFOIL_MODELS: line 2, column 1: the file is not YAML");
    assertThat(mistakes(() -> load("{sources: {}}")))
        .containsExactly("TREFOIL_MODELS: line 1, column 1: models is missing");
    assertThat(mistakes(() -> load("{models: [a]}")))
        .containsExactly("TREFOIL_MODELS: line 1, column 10: models must be a mapping");
  }

  private static void load(String table) {
    TrefoilConfig.load(Map.of(ModelTable.VARIABLE, table, "TREFOIL_CONFIG", SMALL));
  }

  private static List<String> mistakes(Runnable read) {
    List<String> found = new ArrayList<>();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(read::run)
        .satisfies(e -> found.addAll(e.mistakes()));
    return found;
  }
}
