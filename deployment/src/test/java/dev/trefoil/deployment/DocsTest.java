package dev.trefoil.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands of the deployment pages name what is there: modules, variables, outputs, parameters.
 */
class DocsTest {
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\n\\s*");
  private static final Pattern COMMAND =
      Pattern.compile("terraform -chdir=(terraform/[a-z/-]+) ([^\\n|;)]*)");
  private static final Pattern OUTPUT = Pattern.compile("^output (?:-raw|-json) ([a-z_]+)");
  private static final Pattern VARIABLE = Pattern.compile("-var ['\"]?([a-z_]+)=");
  private static final Pattern STACK_OUTPUT = Pattern.compile("\\b(?:out|name) ([A-Z][A-Za-z]+)");
  private static final Pattern PARAMETER = Pattern.compile("(?m)^\\s+([A-Z][A-Za-z]+)=");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
  private static final Path DOCS = Repository.home().resolve("docs");

  @ParameterizedTest
  @ValueSource(strings = {"deploy-aws.md", "deploy-azure.md", "deploy-gcp.md"})
  void terraformIsAskedForWhatTheModulesHave(String page) throws IOException {
    String text = CONTINUED.matcher(Files.readString(DOCS.resolve(page))).replaceAll(" ");
    Matcher command = COMMAND.matcher(text);
    int commands = 0;
    while (command.find()) {
      // A loop's module is named where the loop begins.
      if (!command.group(1).endsWith("/")) {
        commands++;
        String module = module(command.group(1));
        Matcher output = OUTPUT.matcher(command.group(2));
        if (output.find()) {
          assertThat(module).contains("output \"" + output.group(1) + "\"");
        }
        Matcher variable = VARIABLE.matcher(command.group(2));
        while (variable.find()) {
          assertThat(module).contains("variable \"" + variable.group(1) + "\"");
        }
      }
    }
    assertThat(commands).isGreaterThan(5);
  }

  @Test
  void theStackIsAskedForWhatTheTemplateHas() throws IOException {
    String text = Files.readString(DOCS.resolve("deploy-aws.md"));
    String template = Files.readString(Repository.home().resolve("template.yaml"));
    String outputs = template.substring(template.indexOf("\nOutputs:"));
    String parameters =
        template.substring(template.indexOf("\nParameters:"), template.indexOf("\nMappings:"));
    assertThat(all(STACK_OUTPUT, text))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(outputs).contains("\n  " + name + ":"));
    assertThat(all(PARAMETER, text))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(parameters).contains("\n  " + name + ":"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy-aws.md",
        "deploy-azure.md",
        "deploy-gcp.md",
        "deploy-container.md",
        "compliance.md"
      })
  void everyLinkLeadsSomewhere(String page) throws IOException {
    assertThat(all(LINK, Files.readString(DOCS.resolve(page))))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(DOCS.resolve(link)).exists());
  }

  private static String module(String folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(Repository.home().resolve(folder))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".tf")).toList();
      for (Path file : sources) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
