package dev.trefoil.deployment.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.config.ModelTable;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.deployment.Main;
import dev.trefoil.policy.Cloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class InitCommandTest {
  private static final String TODAY = "2026-11-30";

  /** A service of another cloud, as it stands there to be turned on. */
  private static final Pattern ELSEWHERE = Pattern.compile("(?m)^  # ([a-z_]+: \\{kind: .*)$");

  @TempDir Path folder;

  private record Ran(int exit, String text) {}

  @ParameterizedTest
  @EnumSource(Cloud.class)
  void whatIsWrittenUnlessAskedOtherwiseIsGoodToTheDoctor(Cloud cloud) throws IOException {
    String name = name(cloud);
    Ran ran = init("--cloud=" + name);

    assertThat(ran.exit).as(ran.text).isZero();
    Ran doctor = doctor(name);
    assertThat(doctor.exit).as(doctor.text).isZero();
    assertThat(doctor.text)
        .contains("is valid: 1 services, 1 routes")
        .contains("functions on %s call %s with their own identity".formatted(name, name))
        .doesNotContain("MEND", "nobody knows");
    assertThat(ran.text)
        .contains("chat is " + read().routes().getFirst().targets().getFirst())
        .contains("./trefoil doctor --on " + name, "./trefoil package --config")
        .contains("docs/deploy-" + name + ".md");
  }

  @Test
  void eachCallerHasTheKeyThatIsShownAndTheFirstOneIsTheOperator() throws IOException {
    Ran ran = init("--cloud=gcp", "--caller=ops,team-a@example", "--budget=250.5");

    List<String> shown =
        ran.text.lines().map(String::strip).filter(it -> it.startsWith(ApiKey.PREFIX)).toList();
    TrefoilConfig written = read();
    assertThat(shown).hasSize(2).doesNotHaveDuplicates();
    assertThat(((AuthSettings.Keys) written.auth()).keys())
        .extracting(AuthSettings.Key::name, AuthSettings.Key::sha256)
        .containsExactly(
            tuple("ops", new ApiKey(shown.get(0)).sha256()),
            tuple("team-a@example", new ApiKey(shown.get(1)).sha256()));
    assertThat(Files.readString(file())).doesNotContain(ApiKey.PREFIX);
    assertThat(written.operators()).containsExactly("ops");
    assertThat(Files.readString(file())).contains("all: {usdPerMonth: 250.5}");
    assertThat(written.budgets()).isPresent();
    assertThat(written.usage()).isPresent();
  }

  /** Another cloud's service is a line that is there already; the trust is made elsewhere. */
  @ParameterizedTest
  @CsvSource({
    "aws, claude-sonnet-5-5, foundry vertex_ai",
    "aws, gpt-6-sol, azure",
    "azure, gpt-6-sol, bedrock",
    "azure, claude-opus-5-5, bedrock vertex_ai",
    "gcp, claude-opus-5-5, bedrock foundry",
    "gcp, gemini-3.5-flash, ''"
  })
  void aSecondServiceIsOneLineMore(String cloud, String model, String others) throws IOException {
    assertThat(init("--cloud=" + cloud, "--model=" + model).exit).isZero();

    String text = Files.readString(file());
    assertThat(ELSEWHERE.matcher(text).results().map(it -> it.group(1).replaceAll(":.*", "")))
        .containsExactlyElementsOf(others.isEmpty() ? List.of() : List.of(others.split(" ", -1)));
    int services = others.isEmpty() ? 1 : others.split(" ", -1).length + 1;
    Files.writeString(file(), ELSEWHERE.matcher(text).replaceAll("  $1"));
    assertThat(read().routes().getFirst().targets()).hasSize(services);
    assertThat(doctor(cloud).text.lines().filter(line -> line.startsWith("MEND")))
        .as("all that is left to do is the trust between the clouds")
        .hasSize(services - 1)
        .allSatisfy(line -> assertThat(line).contains("cannot become someone on"));
  }

  @Test
  void severalModelsAreSeveralRoutesAndAsManyServicesAsTheyNeed() throws IOException {
    assertThat(init("--cloud=azure", "--model=claude-opus-5-5, gpt-6-sol,gpt-6-luna").exit)
        .isZero();

    assertThat(read().services().keySet()).containsExactly("foundry", "azure");
    assertThat(read().routes())
        .extracting(route -> route.name() + " " + route.targets())
        .containsExactly(
            "chat [foundry/claude-opus-5-5]",
            "gpt-6-sol [azure/gpt-6-sol]",
            "gpt-6-luna [azure/gpt-6-luna]");
    assertThat(doctor("azure").exit).isZero();
  }

  /** Whatever is known: a cloud that has it gets a configuration without fault, others a reason. */
  @Test
  void everyKnownModelIsEitherWrittenWellOrRefusedWithAReason() throws IOException {
    Set<String> written = new TreeSet<>();
    for (Cloud cloud : Cloud.values()) {
      for (String family : ModelTable.load(Map.of()).models().keySet()) {
        Ran ran = init("--cloud=" + name(cloud), "--model=" + family);
        if (ran.exit == 0) {
          written.add(family);
          Ran doctor = doctor(name(cloud));
          assertThat(doctor.exit).as(cloud + " " + family + "\n" + doctor.text).isZero();
          Files.delete(file());
        } else {
          assertThat(ran.exit).isEqualTo(2);
          assertThat(ran.text).containsPattern("--model: .*(is known to have|has retired)");
        }
      }
    }
    assertThat(written)
        .contains("claude-opus-5-5", "gpt-6-sol", "gpt-5.4", "gemini-3.5-flash")
        .hasSizeGreaterThan(40);
  }

  @Test
  void theRegionOfTheEnvironmentDecidesTheProfile() throws IOException {
    assertThat(
            run(
                    Map.of("AWS_REGION", "eu-central-1"),
                    "",
                    false,
                    "--cloud=aws",
                    "--model=gpt-6-sol",
                    "--output=" + file())
                .exit)
        .isZero();
    assertThat(read(Map.of("AWS_REGION", "eu-central-1")).routes().getFirst().targets())
        .containsExactly("bedrock/global.openai.gpt-6-sol");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cloud=moon|--cloud: 'moon' is not aws, azure or gcp",
        "--budget=1|--cloud: is missing, and nobody is here to be asked",
        "--cloud=aws --model=claude-sonet-5-5|--model: nobody knows claude-sonet-5-5: did you mean claude-sonnet-5-5?",
        "--cloud=azure --model=gpt-4o|--model: azure-openai has retired gpt-4o on 2026-",
        "--cloud=aws --model=gemini-3.5-flash|--model: no service of aws is known to have gemini-3.5-flash",
        "--cloud=gcp --model=gpt-6-sol|--model: no service of gcp is known to have gpt-6-sol",
        "--cloud=gcp --model=a,,b|--model: 'a,,b' has no name before or after a comma",
        "--cloud=gcp --caller=a,a|--caller: a stands there twice",
        "--cloud=gcp --caller=queue|--caller: queue is whom jobs belong to",
        "--cloud=gcp --caller=a:b|--caller: a caller's name is letters",
        "--cloud=gcp --budget=lots|--budget: 'lots' is no sum of US dollars",
        "--cloud=gcp --budget=0|--budget: '0' is no sum of US dollars",
        "--cloud=gcp --budget=-1|--budget: '-1' is no sum of US dollars",
        "--cloud=gcp --budget=1000001|--budget: '1000001' is no sum of US dollars"
      })
  void whatCannotBeUsedIsRefusedByItsOption(String options, String said) {
    Ran ran = init(options.split(" ", -1));
    assertThat(ran.exit).isEqualTo(2);
    assertThat(ran.text).contains(said);
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsLeftAlone() throws IOException {
    Files.writeString(file(), "mine");
    Ran ran = init("--cloud=gcp");
    assertThat(ran.exit).isEqualTo(2);
    assertThat(ran.text).contains("is there already, and is not written over");
    assertThat(file()).hasContent("mine");

    Ran nowhere = run(Map.of(), "", false, "--cloud=gcp", "--output=" + folder.resolve("no/file"));
    assertThat(nowhere.exit).isEqualTo(1);
  }

  /** Or its keys would be in no file that anybody has, and the next try would be refused. */
  @Test
  void whereTheEnvironmentIsRefusedNothingIsWritten() {
    Ran refused =
        run(Map.of("TREFOIL_HOST", "moon"), "", false, "--cloud=gcp", "--output=" + file());
    assertThat(refused.exit).isEqualTo(1);
    assertThat(refused.text).contains("identity.host").doesNotContain(ApiKey.PREFIX);
    assertThat(file()).doesNotExist();
    assertThat(init("--cloud=gcp").exit).isZero();
  }

  @Test
  void aPersonIsAskedForWhatNoOptionSaysUntilTheAnswersAreSome() throws IOException {
    Ran ran =
        run(
            Map.of(),
            "moon\naws\nclaude-sonet-5-5\nclaude-haiku-5-5\n\nlots\n12\n",
            true,
            "--output=" + file());

    assertThat(ran.exit).as(ran.text).isZero();
    assertThat(ran.text)
        .containsSubsequence(
            "Which cloud is it to run on: aws, azure or gcp: ",
            "'moon' is not aws, azure or gcp",
            "[claude-sonnet-5-5]: ",
            "did you mean claude-sonnet-5-5?",
            "Who calls, separated by commas [admin]: ",
            "'lots' is no sum");
    assertThat(read().routes().getFirst().targets())
        .containsExactly("bedrock/us.anthropic.claude-haiku-5-5");
    assertThat(read().operators()).containsExactly("admin");
    assertThat(Files.readString(file())).contains("{usdPerMonth: 12}");
  }

  @Test
  void nobodyIsAskedWhatAnOptionSaysNorAnythingWithYes() throws IOException {
    Ran some =
        run(
            Map.of(),
            "\n",
            true,
            "--cloud=gcp",
            "--caller=me",
            "--budget=none",
            "--output=" + file());
    assertThat(some.exit).as(some.text).isZero();
    assertThat(some.text).doesNotContain("Which cloud", "Who calls").contains("Which models");
    Files.delete(file());
    assertThat(run(Map.of(), "", true, "--yes", "--cloud=gcp", "--output=" + file()).exit).isZero();
    Files.delete(file());
    Ran ended = run(Map.of(), "aws\n", true, "--output=" + file());
    assertThat(ended.exit).isEqualTo(1);
    assertThat(ended.text).contains("the answers end before the questions do");
    assertThat(file()).doesNotExist();
  }

  private Path file() {
    return folder.resolve("trefoil.yaml");
  }

  private TrefoilConfig read() throws IOException {
    return read(Map.of());
  }

  private TrefoilConfig read(Map<String, String> env) throws IOException {
    return TrefoilConfig.parse(Files.readString(file()), env);
  }

  private static String name(Cloud cloud) {
    return cloud.name().toLowerCase(Locale.ROOT);
  }

  private Ran init(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--output=" + file());
    return run(Map.of(), "", false, all.toArray(String[]::new));
  }

  private static Ran run(
      Map<String, String> env, String typed, boolean terminal, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--date=" + TODAY);
    return run(
        new CommandLine(
            new InitCommand(env, new BufferedReader(new StringReader(typed)), terminal)),
        all);
  }

  private Ran doctor(String cloud) {
    return run(
        Main.commandLine(),
        List.of(
            "doctor", "--offline", "--on", cloud, "--date", TODAY, "--config", file().toString()));
  }

  private static Ran run(CommandLine line, List<String> options) {
    StringWriter text = new StringWriter();
    line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    return new Ran(line.execute(options.toArray(String[]::new)), text.toString());
  }

  @Test
  void whatIsRetiredDependsOnTheDay() {
    List<String> options = List.of("--cloud=gcp", "--model=claude-opus-4-5", "--output=" + file());
    CommandLine line =
        new CommandLine(new InitCommand(Map.of(), new BufferedReader(new StringReader("")), false));
    List<String> later = new ArrayList<>(options);
    later.add("--date=2027-01-22");
    assertThat(run(line, later).text).contains("vertex has retired claude-opus-4-5");
  }
}
