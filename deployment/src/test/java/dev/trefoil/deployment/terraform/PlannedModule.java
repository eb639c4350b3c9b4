package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.deployment.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A copy of a module of {@code terraform/} that is planned with the variables of a person. */
final class PlannedModule {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String module;
  private final Terraform terraform;

  private PlannedModule(String module, Terraform terraform) {
    this.module = module;
    this.terraform = terraform;
  }

  /**
   * Copies a module and initialises it.
   *
   * @param module as {@code trust/aws-to-gcp}
   * @param environment where terraform finds the providers
   * @param initialised is given how that went
   */
  static PlannedModule of(
      String module, Path to, Map<String, String> environment, Consumer<Tool.Ran> initialised)
      throws IOException, InterruptedException {
    Terraform terraform = Terraform.of(module, to, environment);
    initialised.accept(terraform.init());
    return new PlannedModule(module, terraform);
  }

  /** The same in another folder, which is made. */
  PlannedModule copy(Path to) throws IOException {
    return new PlannedModule(module, terraform.copy(to));
  }

  /** Plans it with each of its sets of variables, src/test/resources/modules. */
  List<Tool.Ran> plans() throws IOException, InterruptedException {
    List<Tool.Ran> plans = new ArrayList<>();
    for (JsonNode variables : variables()) {
      Path file = terraform.folder().resolve("variables.json");
      Files.writeString(file, variables.toString());
      plans.add(terraform.plan(file));
    }
    return plans;
  }

  /** The plan of its first set of variables, as terraform shows it. */
  JsonNode planned() throws IOException, InterruptedException {
    Tool.Ran plan = plans().getFirst();
    assertThat(plan.exit()).as(plan.all()).isZero();
    return JSON.readTree(terraform.run("show", "-json", "-no-color", Terraform.PLAN).output());
  }

  /**
   * Puts a mistake in the place of what is right, wherever that is.
   *
   * @param right where it has a space there may be many, as terraform's format aligns
   */
  void mistake(String right, String wrong) throws IOException {
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(right.split(" ")).map(Pattern::quote).collect(Collectors.joining(" +")));
    boolean found = false;
    try (var files = Files.newDirectoryStream(terraform.folder(), "*.tf")) {
      for (Path file : files) {
        String text = Files.readString(file);
        String changed = pattern.matcher(text).replaceAll(Matcher.quoteReplacement(wrong));
        found |= !changed.equals(text);
        Files.writeString(file, changed);
      }
    }
    assertThat(found).as("'" + right + "' is in " + module).isTrue();
  }

  private JsonNode variables() throws IOException {
    String resource = "/modules/" + module.replace('/', '-') + ".json";
    try (InputStream in = PlannedModule.class.getResourceAsStream(resource)) {
      return JSON.readTree(in);
    }
  }
}
