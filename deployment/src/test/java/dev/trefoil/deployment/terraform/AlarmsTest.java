package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.aws.FilterPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The alarms on Azure and Google Cloud are those on AWS by meaning, and read what is logged. */
class AlarmsTest {
  private static final Pattern ALARM = Pattern.compile("(?m)^ {4,6}([a-z-]+) = \\{$");
  private static final Pattern AWS_ALARM =
      Pattern.compile("(?m)^  (\\w+):\\n    Type: AWS::CloudWatch::Alarm$");
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("HttpErrors", "http-errors"),
          Map.entry("StreamingErrors", "http-errors"),
          Map.entry("HttpApiServerErrors", "http-errors"),
          Map.entry("HttpUrlServerErrors", "http-errors"),
          Map.entry("StreamingUrlServerErrors", "http-errors"),
          Map.entry("HttpThrottles", "throttles"),
          Map.entry("StreamingThrottles", "throttles"),
          Map.entry("JobThrottles", "throttles"),
          Map.entry("ProbeThrottles", "throttles"),
          Map.entry("JobErrors", "job-errors"),
          Map.entry("ProbeErrors", "probe-errors"),
          Map.entry("ExtraAttempts", "extra-attempts"),
          Map.entry("DeadLetters", "dead-letters"),
          Map.entry("DeadLettersForgotten", "dead-letters-forgotten"),
          Map.entry("JobsWaiting", "jobs-waiting"));

  @ParameterizedTest
  @ValueSource(strings = {"azure", "gcp"})
  void everyAlarmOfAwsHasOneOfItsMeaning(String module) throws IOException {
    Set<String> there = all(ALARM, source(module));
    if (module.equals("azure")) {
      // No metric tells the age of a message of a Storage queue.
      there.add("dead-letters-forgotten");
    }
    Set<String> onAws =
        all(AWS_ALARM, Files.readString(Repository.home().resolve("template.yaml")));
    assertThat(onAws)
        .isNotEmpty()
        .allSatisfy(alarm -> assertThat(MEANINGS).as("a meaning elsewhere").containsKey(alarm))
        .allSatisfy(alarm -> assertThat(there).contains(MEANINGS.get(alarm)));
  }

  /** The lines as docs/fallback.md has them; JSON arrives as fields, or as a trace's message. */
  @ParameterizedTest
  @CsvSource({
    "gcp, 'jsonPayload\\.log=(\"call\") AND jsonPayload\\.attempts(>)(\\d)'",
    "azure, 'line\\.log == (\"call\") and toint\\(line\\.attempts\\) (>) (\\d)'",
  })
  void aFallbackIsACallWithMoreThanOneAttempt(String module, String form) throws IOException {
    Matcher filter = Pattern.compile(form).matcher(source(module));
    assertThat(filter.find()).isTrue();
    FilterPattern pattern =
        FilterPattern.of(
            "{ ($.log = %s) && ($.attempts %s %s) }"
                .formatted(filter.group(1), filter.group(2), filter.group(3)));
    List<ObjectNode> lines = lines();
    assertThat(lines).extracting(line -> line.path("log").asText()).contains("attempt", "call");
    assertThat(lines)
        .allSatisfy(
            line -> {
              boolean call = line.path("log").asText().equals("call");
              assertThat(pattern.matches(line.deepCopy().put("attempts", 2))).isEqualTo(call);
              assertThat(pattern.matches(line.deepCopy().put("attempts", 1))).isFalse();
              assertThat(line.toString()).startsWith("{\"log\":");
            });
    assertThat(source("azure")).contains("message startswith \"{\\\"log\\\":\"");
  }

  /** The words by which a rejected message is known on Azure, where no queue counts them. */
  @Test
  void aDeadLetterIsKnownByWhatTheFunctionLogs() throws IOException {
    Matcher query = Pattern.compile("matches regex @\"([^\"]+)\"").matcher(source("azure"));
    assertThat(query.find()).isTrue();
    String code =
        Files.readString(
            Repository.home()
                .resolve("azure-functions/src/main/java/dev/trefoil/azure/JobMessages.java"));
    Matcher logged =
        Pattern.compile("\"(message )\" \\+ message\\.id\\(\\) \\+ \"( rejected: )\" \\+ reason")
            .matcher(code);
    assertThat(logged.find()).isTrue();
    assertThat("{\"message\":\"" + logged.group(1) + "7f3a" + logged.group(2) + "not JSON\"}")
        .containsPattern(query.group(1));
  }

  private static List<ObjectNode> lines() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Repository.home().resolve("docs/fallback.md"))) {
      if (line.startsWith("{\"log\":")) {
        lines.add((ObjectNode) json.readTree(line));
      }
    }
    return lines;
  }

  private static String source(String module) throws IOException {
    Path file = Terraform.source().resolve(module).resolve("alarms.tf");
    return Files.readString(file);
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
