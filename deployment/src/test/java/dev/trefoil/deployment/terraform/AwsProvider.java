package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.deployment.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** AWS's real provider, where terraform can get it: from a mirror of this machine, or online. */
final class AwsProvider {
  private static final Path MIRROR = Path.of("/opt/tf-plugins");

  private AwsProvider() {}

  /**
   * The environment in which terraform finds the provider.
   *
   * @param folder for a file of settings
   */
  static Map<String, String> environment(Path folder) throws IOException {
    String settings =
        Files.isDirectory(MIRROR)
            ? "provider_installation { filesystem_mirror { path = \"" + MIRROR + "\" } }"
            : "";
    return Map.of(
        "TF_CLI_CONFIG_FILE",
        Files.writeString(folder.resolve("mirror.tfrc"), settings).toString());
  }

  /** Skips a test where an {@code init} had no provider, and fails it where it had no success. */
  static void needed(Tool.Ran init) {
    assumeTrue(
        init.exit() == 0 || !init.all().contains("query available provider packages"),
        "skipped: terraform has no AWS provider here and cannot get one");
    assertThat(init.exit()).as(init.all()).isZero();
  }
}
