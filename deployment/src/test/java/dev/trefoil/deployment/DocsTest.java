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
  private static final Pattern NEEDED =
      Pattern.compile("variable \"([a-z_]+)\" \\{\\n((?:  (?!default).*\\n|\\n)*)\\}");
  private static final Pattern GIVEN = Pattern.compile("(?m)(?:-var ['\"]?|^)([a-z_]+) *=");
  private static final Pattern GOOGLE =
      Pattern.compile("(?m)^(?:resource|data) \"google_([a-z0-9]+)_(\\w+)\"");
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

  @ParameterizedTest
  @ValueSource(strings = {"deploy-aws.md", "deploy-azure.md", "deploy-gcp.md"})
  void everyVariableWithoutADefaultIsGiven(String page) throws IOException {
    String text = CONTINUED.matcher(Files.readString(DOCS.resolve(page))).replaceAll(" ");
    Set<String> given = all(GIVEN, text);
    for (String folder : applied(text)) {
      assertThat(given).as(folder).containsAll(all(NEEDED, module(folder)));
    }
  }

  /** A new project has nearly no API enabled, and a module says which one it needs by failing. */
  @ParameterizedTest
  @ValueSource(strings = {"deploy-aws.md", "deploy-azure.md", "deploy-gcp.md"})
  void everyApiOfGoogleIsEnabledBeforeItIsUsed(String page) throws IOException {
    String text = CONTINUED.matcher(Files.readString(DOCS.resolve(page))).replaceAll(" ");
    Set<String> enabled = new TreeSet<>();
    Matcher command = Pattern.compile("gcloud services enable ([^\\n]*)").matcher(text);
    while (command.find()) {
      enabled.addAll(List.of(command.group(1).strip().split("\\s+")));
    }
    Set<String> needed = new TreeSet<>();
    for (String folder : applied(text)) {
      Matcher used = GOOGLE.matcher(module(folder));
      while (used.find()) {
        needed.addAll(apis(used.group(1)));
        // What the functions call, or are federated by.
        needed.addAll(
            List.of(
                "aiplatform.googleapis.com",
                "sts.googleapis.com",
                "iamcredentials.googleapis.com"));
      }
    }
    assertThat(needed).isNotEmpty();
    assertThat(enabled).containsAll(needed);
  }

  @Test
  void deadLettersOfPubSubHaveTheRightsThatItsAgentNeeds() throws IOException {
    String text =
        CONTINUED.matcher(Files.readString(DOCS.resolve("deploy-gcp.md"))).replaceAll(" ");
    assertThat(text)
        .contains("@gcp-sa-pubsub.iam.gserviceaccount.com")
        .containsPattern(
            "topics add-iam-policy-binding trefoil-jobs-dead-letters .*--role roles/pubsub.publisher")
        .containsPattern(
            "subscriptions add-iam-policy-binding \\$SUBSCRIPTION .*--role roles/pubsub.subscriber")
        .containsPattern("subscriptions update \\$SUBSCRIPTION .*--ack-deadline 600");
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

  /** The modules that a page applies, but for loops over several. */
  private static Set<String> applied(String text) {
    Set<String> folders = new TreeSet<>();
    Matcher command = COMMAND.matcher(text);
    while (command.find()) {
      if (!command.group(1).endsWith("/") && command.group(2).startsWith("apply")) {
        folders.add(command.group(1));
      }
    }
    assertThat(folders).isNotEmpty();
    return folders;
  }

  /** The APIs of a kind of resource; its name's first word, but for these. */
  private static List<String> apis(String kind) {
    List<String> services =
        switch (kind) {
          case "project" -> List.of("cloudresourcemanager");
          case "service", "iam" -> List.of("iam");
          case "cloudfunctions2" ->
              List.of("cloudfunctions", "run", "cloudbuild", "artifactregistry", "eventarc");
          case "cloud" -> List.of("run", "cloudscheduler");
          case "secret" -> List.of("secretmanager");
          case "billing" -> List.of("billingbudgets");
          default -> List.of(kind);
        };
    return services.stream().map(service -> service + ".googleapis.com").toList();
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
