package dev.trefoil.deployment.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.Tool;
import dev.trefoil.deployment.aws.CfnLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What can be said of workflows/ without their engines, none of which runs here: files are
 * well-formed, and name what is there.
 */
class WorkflowFilesTest {
  private static final Path FOLDER = Repository.home().resolve("workflows");
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Za-z]+)}");
  private static final Pattern CALL = Pattern.compile("([a-z_]+(?:\\.[a-z_0-9]+)*)\\(");

  /** Source: the reference of the standard library, Google Workflows. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "default",
          "len",
          "string",
          "list.concat",
          "map.get",
          "sys.get_env",
          "sys.now",
          "text.match_regex",
          "text.substring",
          "text.url_encode",
          "time.format");

  private static final Set<String> CALLS =
      Set.of(
          "events.await_callback",
          "events.create_callback_endpoint",
          "googleapis.storage.v1.objects.get",
          "googleapis.storage.v1.objects.insert",
          "http.post");

  @Test
  void cfnLintFindsNothingInTheTemplate() throws Exception {
    Tool.Ran ran =
        CfnLint.tool().run("--", FOLDER.resolve("step-functions/template.yaml").toString());
    assertThat(ran.exit()).as(ran.all()).isZero();
    assertThat(ran.output()).isBlank();
  }

  @Test
  void theTemplateSubstitutesWhatTheStateMachineNames() throws Exception {
    Set<String> named = new TreeSet<>();
    Matcher matcher =
        SUBSTITUTION.matcher(
            Files.readString(FOLDER.resolve("step-functions/summarise-file.asl.json")));
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    String template = Files.readString(FOLDER.resolve("step-functions/template.yaml"));
    Set<String> given = new TreeSet<>();
    Matcher substituted =
        Pattern.compile("(?m)^        ([A-Za-z]+): !Ref")
            .matcher(template.substring(template.indexOf("DefinitionSubstitutions")));
    while (substituted.find()) {
      given.add(substituted.group(1));
    }
    assertThat(given).isEqualTo(named);
  }

  @Test
  void stepsOfGooglesWorkflowCallWhatThereIs() throws Exception {
    Map<?, ?> workflow =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(
                    Files.readString(FOLDER.resolve("google-workflows/evaluate-routes.yaml")));
    assertThat(workflow.keySet()).isEqualTo(Set.of("main", "job"));
    List<String> called = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Set<String> functions = new HashSet<>();
    walk(workflow, called, names, functions);

    assertThat(called).hasSize(7).allMatch(call -> CALLS.contains(call) || call.equals("job"));
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    assertThat(FUNCTIONS).containsAll(functions);
  }

  private static void walk(
      Object node, List<String> called, List<String> names, Set<String> functions) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("call")) {
              called.add(value.toString());
            }
            if (key.equals("steps")) {
              for (Object step : (List<?>) value) {
                assertThat((Map<?, ?>) step).as("a step has one name").hasSize(1);
                names.add(((Map<?, ?>) step).keySet().iterator().next().toString());
              }
            }
            walk(value, called, names, functions);
          });
    } else if (node instanceof List<?> list) {
      list.forEach(item -> walk(item, called, names, functions));
    } else if (node instanceof String text && text.startsWith("${")) {
      Matcher matcher = CALL.matcher(text);
      while (matcher.find()) {
        functions.add(matcher.group(1));
      }
    }
  }

  @Test
  void actionsOfTheLogicAppRunAfterWhatIsThereAndReadWhatIsDeclared() throws Exception {
    JsonNode template =
        new ObjectMapper().readTree(FOLDER.resolve("logic-apps/review.json").toFile());
    JsonNode app = template.at("/resources/0/properties");
    JsonNode definition = app.path("definition");
    Set<String> declared = new TreeSet<>();
    definition.path("parameters").fieldNames().forEachRemaining(declared::add);
    assertThat(names(app.path("parameters"))).isEqualTo(declared);
    assertThat(names(template.path("parameters"))).containsAll(declared);

    Set<String> actions = new TreeSet<>();
    actions(definition.path("actions"), actions);
    assertThat(actions)
        .containsExactlyInAnyOrder(
            "Draft", "Drafted", "Review", "Approved", "Publish", "Refused", "Not_drafted");
    String text = definition.toString();
    assertThat(found(text, "parameters\\('([a-z]+)'\\)")).isEqualTo(declared);
    assertThat(actions).containsAll(found(text, "body\\('([A-Za-z_]+)'\\)"));
  }

  private static void actions(JsonNode of, Set<String> names) {
    of.properties()
        .forEach(
            action -> {
              assertThat(names.add(action.getKey())).as(action.getKey()).isTrue();
              action
                  .getValue()
                  .path("runAfter")
                  .fieldNames()
                  .forEachRemaining(
                      before -> assertThat(of.has(before)).as(before + " is beside it").isTrue());
              actions(action.getValue().path("actions"), names);
              actions(action.getValue().at("/else/actions"), names);
            });
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> found(String text, String regex) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(regex).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
