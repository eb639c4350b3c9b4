package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the archives, and what must not be. */
class ArchivesTest {
  private static final long MAX_BYTES = 26_000_000;
  private static final List<String> FUNCTION_APIS =
      List.of(
          "com/amazonaws/services/lambda/",
          "com/amazonaws/serverless/",
          "com/microsoft/azure/functions/",
          "com/google/cloud/functions/");
  private static final List<String> OF_TESTS =
      List.of(
          "org/junit/",
          "org/assertj/",
          "org/bouncycastle/",
          "dev/trefoil/emulators/",
          "dev/trefoil/local/",
          "dev/trefoil/deployment/",
          "com/openai/");

  @TempDir Path folder;

  @Test
  void thereAreFive() {
    assertThat(Packaged.all().keySet())
        .containsExactly(
            "aws-lambda",
            "azure-functions",
            "gcp-functions",
            "aws-lambda-streaming",
            "azure-functions-streaming");
  }

  @Test
  void theyAreTheSameBytesTwice() throws IOException {
    ArchiveWriter again = new ArchiveWriter(folder);
    for (Archive archive : Packaged.archives(Packaged.here()).all()) {
      assertThat(again.write(archive).file())
          .hasSameBinaryContentAs(Packaged.all().get(archive.name()).file());
    }
  }

  @Test
  void noneIsLargerThanItMayBe() {
    assertThat(Packaged.all().values())
        .allSatisfy(
            archive ->
                assertThat(archive.bytes())
                    .as("%s, with %s", archive.file(), archive.largest(5))
                    .isLessThanOrEqualTo(MAX_BYTES));
  }

  @ParameterizedTest
  @CsvSource({
    "aws-lambda, com/amazonaws/",
    "azure-functions, com/microsoft/azure/functions/",
    "gcp-functions, com/google/cloud/functions/",
  })
  void aFunctionHoldsNoOtherPlatformsApi(String archive, String own) {
    List<String> others = FUNCTION_APIS.stream().filter(api -> !api.startsWith(own)).toList();
    assertNothingOf(others, archive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-lambda",
        "azure-functions",
        "gcp-functions",
        "aws-lambda-streaming",
        "azure-functions-streaming"
      })
  void nothingOfATestIsInIt(String archive) {
    assertNothingOf(OF_TESTS, archive);
    assertThat(Packaged.paths(archive))
        .noneMatch(path -> path.contains("test") || path.endsWith("local.settings.json"));
  }

  @Test
  void theNativeLibraryIsThatOfTheProcessorsAndNothingElseDiffers() throws IOException {
    List<Archive> arm = Packaged.archives(Platform.ARM64).all();
    List<Archive> intel = Packaged.archives(Platform.X86_64).all();
    for (int i = 0; i < arm.size(); i++) {
      boolean choosable = arm.get(i).name().startsWith("aws-");
      assertThat(crts(arm.get(i)))
          .singleElement()
          .asString()
          .endsWith(choosable ? "-linux-aarch_64.jar" : "-linux-x86_64.jar");
      assertThat(crts(intel.get(i))).singleElement().asString().endsWith("-linux-x86_64.jar");
      List<String> rest = new ArrayList<>(arm.get(i).files().keySet());
      rest.removeAll(crts(arm.get(i)));
      assertThat(intel.get(i).files().keySet()).containsAll(rest).hasSize(rest.size() + 1);
    }
  }

  @Test
  void theContainersFolderHasWhatTheLambdaArchiveHas() throws IOException {
    Archive container = Packaged.archives(Packaged.here()).container();
    Path place = new ArchiveWriter(folder).unpack(container);
    for (String path : Packaged.paths("aws-lambda-streaming")) {
      assertThat(place.resolve(path)).isRegularFile();
    }
    assertThat(Files.isExecutable(place.resolve("run.sh"))).isTrue();
    Files.writeString(place.resolve("lib/left-over.jar"), "");
    new ArchiveWriter(folder).unpack(container);
    assertThat(place.resolve("lib/left-over.jar")).doesNotExist();
  }

  /**
   * No engine is needed to see that it copies what there is and starts what StreamingServerTest
   * starts.
   */
  @Test
  void theDockerfileCopiesTheContainersFolderAndStartsItsScript() throws IOException {
    List<String> lines = Files.readAllLines(Repository.home().resolve("Dockerfile"));
    assertThat(lines)
        .contains(
            "COPY target/package/server /opt/trefoil", "ENTRYPOINT [\"/opt/trefoil/run.sh\"]");
    assertThat(Files.readAllLines(Repository.home().resolve(".dockerignore")))
        .containsExactly("*", "!target/package/server");
  }

  private static List<String> crts(Archive archive) {
    return archive.files().keySet().stream().filter(path -> path.contains("aws-crt-0")).toList();
  }

  private static void assertNothingOf(List<String> packages, String archive) {
    Packaged.inJars(archive)
        .forEach(
            (jar, names) ->
                assertThat(names)
                    .as(jar)
                    .noneMatch(name -> packages.stream().anyMatch(name::startsWith)));
  }
}
