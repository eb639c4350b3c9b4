package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The container's AOT cache: made by {@code train.sh} where the archive lies, used by run.sh. */
class AotCacheTest {
  private static final String REFUSED = "trefoil.aot was made for another trefoil.jar";

  @TempDir static Path folder;

  private static EmulatedCloud emulators;
  private static Path place;
  private static String trained;

  @BeforeAll
  static void train() throws Exception {
    Packaged.requireStartable();
    emulators = EmulatedCloud.start(Emulated.config().emulated());
    place = new ArchiveWriter(folder).unpack(Packaged.archives(Packaged.here()).container());
    Path log = folder.resolve("train.log");
    ProcessBuilder builder =
        new ProcessBuilder(place.resolve("train.sh").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    int exit = builder.start().waitFor();
    trained = Files.readString(log);
    assertThat(exit).as(trained).isZero();
  }

  @AfterAll
  static void end() {
    if (emulators != null) {
      emulators.close();
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "skipped: AOT caches take Java 25")
  void fromJava25OnTheServerTakesItsClassesFromTheCacheUntilTheJarIsAnother() throws Exception {
    assertThat(place.resolve("trefoil.aot")).as(trained).isNotEmptyFile();
    try (Server server = answering()) {
      assertThat(server.said()).noneMatch(line -> line.contains(REFUSED));
    }
    assertThat(ours()).isNotEmpty().allMatch(line -> line.endsWith("source: shared objects file"));

    Path jar = place.resolve("lib/trefoil.jar");
    Path kept = Files.copy(jar, folder.resolve("kept.jar"));
    changeAClass();
    try (Server server = answering()) {
      assertThat(server.said()).anyMatch(line -> line.contains(REFUSED));
    } finally {
      Files.move(kept, jar, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(ours()).isNotEmpty().noneMatch(line -> line.contains("shared objects file"));
  }

  /** What makes a JVM leave the cache aside; the process ends by a setting that it refuses. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseZGC",
        "-Xmx32g",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Dcom.sun.management.jmxremote",
        "-XX:StartFlightRecording=filename=flight.jfr"
      })
  @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "skipped: AOT caches take Java 25")
  void itIsSaidOnStandardErrorWhenAnOptionHindersTheCacheAndWithItAllSharing(String option)
      throws Exception {
    Path classes = folder.resolve("hindered.log");
    Path errors = folder.resolve("errors.log");
    Path output = folder.resolve("output.log");
    ProcessBuilder builder =
        new ProcessBuilder(place.resolve("run.sh").toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    builder.environment().put("TREFOIL_TIMEOUT_SECONDS", "none");
    builder
        .environment()
        .merge(
            "JAVA_TOOL_OPTIONS",
            option + " -Xlog:class+load:file=" + classes,
            (some, more) -> some + " " + more);
    assertThat(builder.start().waitFor()).isNotZero();

    assertThat(Files.readString(errors)).contains("AOT cache");
    assertThat(Files.readString(output))
        .doesNotContain("[aot]")
        .contains("{\"level\":\"ERROR\"", "TREFOIL_TIMEOUT_SECONDS is a whole number");
    assertThat(Files.readString(classes))
        .contains(" java.lang.String source: ")
        .doesNotContain("shared objects file");
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_24, disabledReason = "skipped: this Java has AOT caches")
  void beforeJava25TrainingSaysThatItDoesNothing() {
    assertThat(trained).contains("Nothing done.");
    assertThat(place.resolve("trefoil.aot")).doesNotExist();
  }

  /** Starts it, asks it, and leaves the names of the classes that it loaded in a file. */
  private static Server answering() throws Exception {
    Map<String, String> environment = environment();
    environment.merge(
        "JAVA_TOOL_OPTIONS",
        "-Xlog:class+load:file=" + folder.resolve("classes.log"),
        (some, more) -> some + " " + more);
    int port = FreePort.pick();
    environment.put("PORT", String.valueOf(port));
    Server server = Server.start(place, environment);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chat"))
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString("{\"prompt\": \"hello there\"}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.body()).contains("\"response\":\"hello there\"");
    }
    return server;
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = Server.environment(emulators, folder);
    environment.put("TREFOIL_HOST", "aws");
    return environment;
  }

  /**
   * What was said of our own classes, without those that a JVM makes for lambdas and for switches
   * over types, of which JDK 25 keeps the former only.
   */
  private static List<String> ours() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("classes.log"))) {
      return lines.filter(line -> line.contains(" dev.trefoil.") && !line.contains("$$")).toList();
    }
  }

  private static void changeAClass() throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(place.resolve("lib/trefoil.jar"))) {
      Path type = jar.getPath("dev/trefoil/server/training/TrainingRun.class");
      byte[] bytes = Files.readAllBytes(type);
      bytes[bytes.length - 1] ^= 1;
      Files.write(type, bytes);
    }
  }
}
