package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What terraform plans of the modules with a person's variables keeps to what the providers, and
 * the services behind them, refuse; mistakes of each kind that were made once are found.
 */
class PlansTest {
  private static List<DocumentedProvider> providers = List.of();
  private static InitialisedModules modules;

  @TempDir static Path initialised;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    Tool.needed("terraform");
    providers = DocumentedProvider.startAll();
    modules =
        new InitialisedModules(
            initialised,
            Terraform.reattached(providers),
            init -> assertThat(init.exit()).as(init.all()).isZero());
  }

  @AfterAll
  static void end() {
    providers.forEach(DocumentedProvider::close);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azure",
        "gcp",
        "trust/aws-issuer",
        "trust/aws-to-azure",
        "trust/aws-to-gcp",
        "trust/azure-application",
        "trust/azure-to-gcp",
        "trust/gcp-to-azure"
      })
  void everyModuleIsPlannedAsThePagesApplyIt(String module) throws Exception {
    PlannedModule planned = modules.copy(module, folder.resolve("module"));
    assertThat(planned.plans())
        .isNotEmpty()
        .allSatisfy(
            ran -> {
              assertThat(ran.exit()).as(ran.all()).isZero();
              assertThat(ran.output()).contains("0 to change, 0 to destroy");
              assertThat(ran.all()).doesNotContainIgnoringCase("deprecated");
            });
  }

  @ParameterizedTest
  @MethodSource
  void aMistakeIsRefused(String module, String right, String wrong, String named) throws Exception {
    PlannedModule planned = modules.copy(module, folder.resolve("module"));
    planned.mistake(right, wrong);
    assertThat(planned.plans())
        .as("a plan that fails")
        .anySatisfy(
            ran -> {
              assertThat(ran.exit()).isNotZero();
              assertThat(ran.errors().replaceAll("[\\s│╷╵]+", " ")).contains(named);
            });
  }

  /**
   * A line each: the module, what is right, what is put in its place, and what names the mistake.
   */
  static List<Arguments> aMistakeIsRefused() throws IOException {
    try (InputStream in = PlansTest.class.getResourceAsStream("/modules/mistakes.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Arguments.of((Object[]) line.split("\\s*\\|\\s*", -1)))
          .toList();
    }
  }
}
