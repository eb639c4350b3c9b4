package dev.trefoil.local;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code trefoil}, with a JDK and a Maven that only say what they were asked. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ScriptTest {
  /** Where the script looks whether there is something to build. */
  private static final Pattern OUTPUT =
      Pattern.compile("(?m)^    \"[$]home/([^\"$]+/target/[^\"$]+)\"");

  @TempDir Path folder;

  private Path home;
  private Path jdk;

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(folder.resolve("a folder with spaces"));
    Files.copy(RunningClouds.home().resolve("trefoil"), home.resolve("trefoil"));
    script(home.resolve("trefoil"), Files.readString(RunningClouds.home().resolve("trefoil")));
    script(home.resolve("mvnw"), "#!/bin/sh\necho \"mvnw $* with $JAVA_HOME in $PWD\"\n");
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("host.json"));
    Files.createDirectories(home.resolve("local/src"));
    Files.createFile(home.resolve("local/pom.xml"));
    String script = Files.readString(home.resolve("trefoil"));
    for (MatchResult output : OUTPUT.matcher(script).results().toList()) {
      Files.createDirectories(home.resolve(output.group(1)));
    }
    assertThat(home.resolve("local/target/lib")).as("an output of the build").exists();
    jdk = fakeJdk("my jdk", "21.0.2");
  }

  private Path fakeJdk(String name, String version) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(place.resolve("bin"));
    Files.writeString(place.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(place.resolve("bin/java"), "#!/bin/sh\necho \"java of " + name + ": $*\"\n");
    script(place.resolve("bin/javac"), "#!/bin/sh\n");
    return place;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void upBuildsOnceAndThenRunsWhatWasBuilt() throws Exception {
    Ran first = run(List.of("up", "--port", "7000"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(first.exit).as(first.output).isZero();
    assertThat(first.output)
        .contains("mvnw -q -B package")
        .contains("with " + jdk + " in " + home)
        .contains("java of my jdk: -Dtrefoil.home=" + home + " -cp " + home + "/local/target/")
        .contains("dev.trefoil.local.Main up --port 7000");

    Ran second = run(List.of("up"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(second.output).doesNotContain("mvnw").contains("dev.trefoil.local.Main up");
    Ran third = run(List.of("drill", "--seed", "7"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(third.output)
        .doesNotContain("mvnw", "trefoil.terminal")
        .contains("dev.trefoil.local.Main drill --seed 7");
  }

  @Test
  void aKeyIsMadeByTheSameProgram() throws Exception {
    Ran ran = run(List.of("key", "team a"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(ran.exit).as(ran.output).isZero();
    assertThat(ran.output).contains("dev.trefoil.local.Main key team a");
  }

  @Test
  void aChangedSourceOrAMissingOutputIsBuiltAgain() throws Exception {
    Map<String, String> env = Map.of("JAVA_HOME", jdk.toString());
    run(List.of("up"), env);
    Path source = Files.createFile(home.resolve("local/src/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run(List.of("up"), env).output).contains("mvnw");
    Files.delete(source);
    Files.setLastModifiedTime(
        home.resolve("local/src"), FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(run(List.of("up"), env).output).doesNotContain("mvnw");
    Files.delete(home.resolve("local/target/lib"));
    assertThat(run(List.of("up"), env).output).contains("mvnw");
  }

  @Test
  void aFailedBuildStartsNothingAndIsTriedAgain() throws Exception {
    script(home.resolve("mvnw"), "#!/bin/sh\necho broken >&2\nexit 1\n");
    Map<String, String> env = Map.of("JAVA_HOME", jdk.toString());
    for (int i = 0; i < 2; i++) {
      Ran failed = run(List.of("up"), env);
      assertThat(failed.exit).isEqualTo(1);
      assertThat(failed.output).contains("broken").doesNotContain("java of");
    }
  }

  /** The Maven of this test says that it runs, and ends when a line comes through the pipe. */
  @Test
  void ofTwoCommandsAtOnceOneBuildsAndTheOtherWaitsForItAndSaysSo() throws Exception {
    Path pipe = home.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    script(home.resolve("mvnw"), "#!/bin/sh\necho \"mvnw $*\"\nread -r line <pipe\n");
    Map<String, String> env = Map.of("JAVA_HOME", jdk.toString());
    Process first = start(List.of(home.resolve("trefoil").toString(), "up"), folder, env);
    BufferedReader firstSays = first.inputReader();
    assertThat(untilItBuildsOrWaits(firstSays)).contains("mvnw -q -B package");

    Process second = start(List.of(home.resolve("trefoil").toString(), "doctor"), folder, env);
    BufferedReader secondSays = second.inputReader();
    assertThat(untilItBuildsOrWaits(secondSays))
        .contains("waiting for another build, of process " + first.pid())
        .doesNotContain("mvnw");
    Files.writeString(pipe, "go on\n");

    assertThat(firstSays.lines().collect(joining("\n"))).contains("dev.trefoil.local.Main up");
    assertThat(secondSays.lines().collect(joining("\n")))
        .contains("dev.trefoil.deployment.Main doctor")
        .doesNotContain("mvnw");
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(home.resolve("target/building.lock")).doesNotExist();
  }

  @Test
  void theLockOfAProcessThatIsNoMoreIsTakenOver() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor()).isZero();
    Files.createDirectories(home.resolve("target"));
    Files.createSymbolicLink(
        home.resolve("target/building.lock"), Path.of("process-" + gone.pid()));
    for (String command : List.of("up", "test")) {
      Ran ran = run(List.of(command), Map.of("JAVA_HOME", jdk.toString()));
      assertThat(ran.exit).as(ran.output).isZero();
      assertThat(ran.output).contains("mvnw").doesNotContain("waiting");
      assertThat(Files.isSymbolicLink(home.resolve("target/building.lock"))).isFalse();
    }
  }

  @Test
  void aLockThatCannotBeMadeIsSaidAndNotWaitedFor() throws Exception {
    Files.createDirectories(home.resolve("target"));
    Files.createFile(home.resolve("target/building.lock"));
    Ran ran = run(List.of("up"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(ran.exit).isEqualTo(1);
    assertThat(ran.output)
        .contains("building.lock cannot be made")
        .doesNotContain("mvnw", "java of");
  }

  @Test
  void aFailedBuildLetsGoOfItsLock() throws Exception {
    script(home.resolve("mvnw"), "#!/bin/sh\nexit 3\n");
    for (String command : List.of("up", "test")) {
      Ran ran = run(List.of(command), Map.of("JAVA_HOME", jdk.toString()));
      assertThat(ran.exit).as(ran.output).isEqualTo(3);
      assertThat(Files.isSymbolicLink(home.resolve("target/building.lock"))).isFalse();
    }
  }

  @Test
  void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
    Path old = fakeJdk("old jdk", "17.0.9");
    Path newer = fakeJdk("newer jdk", "25");
    Ran ran =
        run(
            List.of("up"),
            Map.of("JAVA_HOME", old.toString(), "PATH", newer + "/bin:/usr/bin:/bin"));
    assertThat(ran.output).contains("java of newer jdk").doesNotContain("java of old jdk: -D");
  }

  @Test
  void aJdkOfSdkmanIsFound() throws Exception {
    forgetThisMachinesJdks();
    Path place = Files.createDirectories(folder.resolve("user/.sdkman/candidates/java"));
    Files.move(fakeJdk("sdkman jdk", "24.0.1"), place.resolve("24.0.1-tem"));
    Ran ran =
        run(
            List.of("test"),
            Map.of("HOME", folder.resolve("user").toString(), "PATH", withoutJavac()));
    assertThat(ran.output).contains("with " + place.resolve("24.0.1-tem"));
  }

  @Test
  void withoutAnyJdkItSaysWhatToDo() throws Exception {
    forgetThisMachinesJdks();
    Ran ran =
        run(
            List.of("up"),
            Map.of("JAVA_HOME", fakeJdk("old jdk", "17").toString(), "PATH", withoutJavac()));
    assertThat(ran.exit).isEqualTo(1);
    assertThat(ran.output)
        .contains("needs a JDK 21 or newer")
        .contains("JAVA_HOME")
        .doesNotContain("mvnw");
  }

  private void forgetThisMachinesJdks() throws IOException {
    String text = Files.readString(home.resolve("trefoil"));
    for (String place : List.of("/usr/lib/jvm", "/Library", "/opt/homebrew", "/usr/local/opt")) {
      assertThat(text).contains(place);
      text = text.replace(place, "/nowhere");
    }
    script(home.resolve("trefoil"), text);
  }

  /** A PATH with the tools that the script uses, and no javac. */
  private String withoutJavac() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool :
        List.of("sh", "sed", "dirname", "readlink", "find", "mkdir", "mv", "ln", "rm")) {
      Path real =
          List.of("/usr/bin", "/bin").stream()
              .map(place -> Path.of(place, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      script(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    return tools.toString();
  }

  @Test
  void testRunsMavenInTheRepository() throws Exception {
    Ran ran = run(List.of("test", "-pl", "common"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(ran.output)
        .isEqualTo("mvnw -B -ntp verify -pl common with " + jdk + " in " + home + "\n");
  }

  @Test
  void packageBuildsWhatIsMissingAndMakesTheArchives() throws Exception {
    Ran ran =
        run(List.of("package", "--architecture", "x86_64"), Map.of("JAVA_HOME", jdk.toString()));
    assertThat(ran.output)
        .contains("mvnw -q -B package")
        .contains("/deployment/target/")
        .contains("dev.trefoil.deployment.Main package --architecture x86_64");
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("indirect"), Path.of("../a folder with spaces/trefoil"));
    Files.createSymbolicLink(links.resolve("tf"), Path.of("indirect"));
    Ran ran =
        run(
            List.of(links.resolve("tf").toString(), "test"),
            folder,
            Map.of("JAVA_HOME", jdk.toString()));
    assertThat(ran.output).contains("in " + home);
  }

  @Test
  void theVersionNamesThePomTheCommitAndTheJdkAndBuildsNothing() throws Exception {
    Files.writeString(
        home.resolve("pom.xml"),
        """
        <project>
          <artifactId>trefoil</artifactId>
          <version>1.2.3</version>
          <dependency><version>9.9.9</version></dependency>
        </project>
        """);
    for (String asked : List.of("version", "--version")) {
      Ran ran = run(List.of(asked), Map.of("JAVA_HOME", jdk.toString()));
      assertThat(ran.exit).isZero();
      assertThat(ran.output).isEqualTo("trefoil 1.2.3\nJDK 21.0.2 " + jdk + "\n");
    }
    git("init", "-q");
    git("add", "pom.xml");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "a");
    String commit = git("rev-parse", "--short", "HEAD");
    assertThat(run(List.of("version"), Map.of("JAVA_HOME", jdk.toString())).output)
        .startsWith("trefoil 1.2.3, commit " + commit + "\n");
    Files.writeString(home.resolve("pom.xml"), "<version>1.2.3</version>\n");
    assertThat(run(List.of("version"), Map.of("JAVA_HOME", jdk.toString())).output)
        .startsWith("trefoil 1.2.3, commit " + commit + " and changes\n");
  }

  @Test
  void theVersionIsGivenWithoutAJdkAsWell() throws Exception {
    forgetThisMachinesJdks();
    Ran ran = run(List.of("version"), Map.of("PATH", withoutJavac()));
    assertThat(ran.exit).as(ran.output).isZero();
    assertThat(ran.output).contains("JDK none").contains("21 or newer");
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    Ran ran = run(command, folder, Map.of());
    assertThat(ran.exit).as(ran.output).isZero();
    return ran.output.strip();
  }

  @Test
  void helpIsGivenWhenAskedForAndWhenACommandIsUnknown() throws Exception {
    Ran help = run(List.of("help"), Map.of());
    assertThat(help.exit).isZero();
    assertThat(help.output)
        .contains("init ", "up ", "drill ", "identity", "key ", "test ", "version ", "help ");
    Ran unknown = run(List.of("fly"), Map.of());
    assertThat(unknown.exit).isEqualTo(2);
    assertThat(unknown.output).contains("'fly' is not a command").contains(help.output);
    assertThat(run(List.of(), Map.of()).exit).isEqualTo(2);
  }

  private Ran run(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("trefoil").toString()));
    command.addAll(arguments);
    return run(command, folder, environment);
  }

  private static Ran run(List<String> command, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    Process process = start(command, directory, environment);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private static Process start(
      List<String> command, Path directory, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String untilItBuildsOrWaits(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    String line;
    do {
      line = output.readLine();
      said.append(line).append('\n');
    } while (line != null && !line.startsWith("mvnw") && !line.startsWith("waiting"));
    return said.toString();
  }

  private record Ran(int exit, String output) {}
}
