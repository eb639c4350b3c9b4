package dev.trefoil.deployment.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.ModelTable;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.deployment.Main;
import dev.trefoil.deployment.Repository;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ModelsCommandTest {
  @TempDir Path folder;

  @Test
  void aTableSaysOfEachModelWhatItCostsAndWhenItEnds() {
    Said said = run("claude-opus", "--date", "2026-11-30");

    assertThat(said.exit).isZero();
    List<String> lines = said.text.lines().toList();
    assertThat(lines.getFirst().split("  +"))
        .containsExactly(
            "model", "window", "output", "thinks", "in $", "out $", "cached", "write", "retires");
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line.split("  +"))
                    .containsExactly(
                        "claude-opus-5-5", "1M", "128k", "effort, unasked", "4", "20", "0.2", "5"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("claude-opus-4-1 ")
                    .endsWith("anthropic retired 2026-08-05"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("claude-opus-4-5 ")
                    .endsWith("anthropic 2027-01-22, vertex 2027-01-22"));
    assertThat(said.text).contains("Sources of 2026-").contains("--details names them");
    int column = lines.getFirst().indexOf("in $");
    assertThat(lines.subList(1, 9))
        .allSatisfy(line -> assertThat(line.substring(column - 2, column)).isBlank());
  }

  @Test
  void anIdIsLookedUpAsCallsDoIt() {
    assertThat(run("us.anthropic.claude-sonnet-4-6-20260101-v1:0").text)
        .contains("claude-sonnet-4-6")
        .contains("\n1 models;");
    assertThat(run("gpt-5.6-sol").text).contains("gpt-5.6-sol").contains("\n1 models;");
  }

  @Test
  void detailsHaveWhatItCannotDoAndItsSourcesWithTheirDays() {
    assertThat(run("haiku-5-5", "--details").text)
        .contains("window   1000000 tokens")
        .contains("without  temperature, audio")
        .contains("$0.1 in, $0.5 out, $0.01 from a cache, $0.125 into one")
        .contains("for prompts above 100000 tokens")
        .contains("times 1.1 in Bedrock's regions")
        .containsPattern("source {3}2026-\\d\\d-\\d\\d .*https://");
  }

  @Test
  void whatIsRetiredIsShownAloneOrLeftOut() {
    String retired = run("--retired", "--service", "bedrock", "--date", "2026-11-30").text;
    assertThat(retired)
        .contains("claude-3-7")
        .contains("bedrock retired 2026-04-28")
        .doesNotContain("anthropic retired")
        .doesNotContain("claude-opus-5-5");
    String living = run("--living", "--date", "2026-11-30").text;
    assertThat(living.lines()).noneMatch(line -> line.startsWith("claude-3-7 "));
    assertThat(living)
        .contains("claude-opus-5-5")
        .as("retired by one service, and not by another")
        .contains("gpt-4o ");
  }

  @Test
  void jsonIsATableThatCanBeNamedInTurn() throws IOException {
    Path file = folder.resolve("all.json");
    Files.writeString(file, run("--json").text);

    assertThat(ModelTable.load(Map.of(ModelTable.VARIABLE, file.toString())))
        .usingRecursiveComparison()
        .isEqualTo(ModelTable.load(Map.of()));
    assertThat(run("opus-5-5", "--json").text)
        .contains("\"claude-opus-5-5\" : {")
        .contains("\"claude-models\" : {")
        .doesNotContain("\"azure-ends\"");
  }

  @Test
  void aNewerTableIsShownAndItsMistakesAreTold() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("newer.yaml"),
            """
            sources: {page: {title: A page, url: "https://example.com", date: 2027-01-01}}
            models: {claude-opus-6: {like: claude-opus-5-5, source: page}}
            """);
    assertThat(run("opus-6", "--models", file.toString()).text).contains("claude-opus-6  1M");

    Files.writeString(file, "models: {x-1: {}}\n");
    Said said = run("--models", file.toString());
    assertThat(said.exit).isEqualTo(1);
    assertThat(said.text).contains(file + ": line 1, column 15: models.x-1.source is missing");
  }

  @Test
  void wrongWordsAreTold() {
    assertThat(run("nobodys-model").exit).isEqualTo(1);
    assertThat(run("nobodys-model").text).contains("no model fits");
    assertThat(run("--service", "moon").exit).isEqualTo(2);
    assertThat(run("--living", "--retired").exit).isEqualTo(2);
    assertThat(run("--help").text).contains("--details").contains("TREFOIL_MODELS");
  }

  /** What people are shown first names models that live on the day of the newest source. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "common/src/main/config/trefoil.yaml",
        "deployment/trefoil.yaml",
        "local/src/main/resources/trefoil-local.yaml",
        "local/src/main/resources/trefoil-drill.yaml",
        "docs/configuration.md"
      })
  void configurationsThatAreShownNameModelsThatLive(String name) throws IOException {
    String text = Files.readString(Repository.home().resolve(name));
    if (name.endsWith(".md")) {
      int from = text.indexOf("```yaml\n") + 8;
      text = text.substring(from, text.indexOf("```", from));
    }
    TrefoilConfig config = TrefoilConfig.parse(text, Map.of());
    ModelTable table = ModelTable.load(Map.of());
    LocalDate day =
        table.sources().values().stream()
            .map(ModelTable.Source::date)
            .max(LocalDate::compareTo)
            .orElseThrow();
    for (Route route : config.routes()) {
      for (String entry : route.targets()) {
        Target target = Target.parse(entry).orElseThrow();
        if (entry.contains("{model}") || target.model().startsWith("my-")) {
          continue;
        }
        String family = config.models().of(target.service(), target.model()).family();
        String kind = config.services().get(target.service()).kind();
        assertThat(table.models()).as(entry).containsKey(family);
        assertThat(table.models().get(family).retires().getOrDefault(kind, LocalDate.MAX))
            .as(entry)
            .isAfter(day);
      }
    }
  }

  private static Said run(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    String[] all = new String[arguments.length + 1];
    all[0] = "models";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Said(line.execute(all), text.toString());
  }

  private record Said(int exit, String text) {}
}
