package dev.trefoil.deployment.terraform;

import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real terraform, in a copy of a folder of {@code terraform/}, so that nothing is left there.
 */
final class Terraform {
  /** The file that a plan is kept in. */
  static final String PLAN = "plan.out";

  private final Tool tool;
  private final Path folder;

  private Terraform(Tool tool, Path folder) {
    this.tool = tool;
    this.folder = folder;
  }

  /** The same in a copy of the folder, links to providers as links. */
  Terraform copy(Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(folder.relativize(file)), LinkOption.NOFOLLOW_LINKS);
      }
    }
    return new Terraform(tool, to);
  }

  /**
   * Copies a module.
   *
   * @param module as {@code trust/aws-to-gcp}
   * @param to a folder that is made
   * @param variables more environment
   */
  static Terraform of(String module, Path to, Map<String, String> variables) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(source().resolve(module))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".tf")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return at(to, variables);
  }

  /** In a folder that is there. */
  static Terraform at(Path folder, Map<String, String> variables) throws IOException {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("CHECKPOINT_DISABLE", "1");
    // A person's own settings may name mirrors that lack what the tests bring.
    environment.putIfAbsent(
        "TF_CLI_CONFIG_FILE", Files.writeString(folder.resolve("none.tfrc"), "").toString());
    return new Terraform(Tool.needed("terraform").with(environment), folder);
  }

  static Path source() {
    return Repository.home().resolve("terraform");
  }

  /** The environment by which terraform finds providers that run here. */
  static Map<String, String> reattached(Collection<DocumentedProvider> providers) {
    return Map.of(
        "TF_REATTACH_PROVIDERS",
        providers.stream()
            .map(DocumentedProvider::reattached)
            .collect(Collectors.joining(",", "{", "}")));
  }

  Path folder() {
    return folder;
  }

  Tool.Ran init() throws IOException, InterruptedException {
    return run("init", "-backend=false", "-input=false", "-no-color");
  }

  Tool.Ran validate() throws IOException, InterruptedException {
    return run("validate", "-no-color");
  }

  /**
   * Plans what is not there yet.
   *
   * @param variables a file of variables, as {@code .tfvars.json}
   */
  Tool.Ran plan(Path variables) throws IOException, InterruptedException {
    return run(
        "plan",
        "-input=false",
        "-lock=false",
        "-no-color",
        "-var-file=" + variables,
        "-out=" + PLAN);
  }

  Tool.Ran run(String... arguments) throws IOException, InterruptedException {
    return tool.runIn(folder, arguments);
  }
}
