package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.Repository;
import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the archives, and what must not be. */
class ArchivesTest {
  private static final long MAX_BYTES = 26_000_000;

  /** With azure-identity in them. */
  private static final long MAX_AZURE_BYTES = 31_000_000;

  private static final String JAR = "lib/trefoil.jar";
  private static final String LIBRARY = "lib/libaws-crt-jni.so";
  private static final int ELF_X86_64 = 62;
  private static final int ELF_AARCH64 = 183;
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
  void thereAreSeven() {
    assertThat(Packaged.all().keySet())
        .containsExactly(
            "aws-lambda",
            "azure-functions",
            "gcp-functions",
            "aws-lambda-servlet",
            "aws-lambda-streaming",
            "aws-lambda-native-streaming",
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
                    .isLessThanOrEqualTo(
                        archive.file().getFileName().toString().startsWith("azure-")
                            ? MAX_AZURE_BYTES
                            : MAX_BYTES));
  }

  /** What `trefoil package` prints under each. The rest has no use there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "aws-lambda: aws-lambda-java-core, aws-lambda-java-events, AWS SDK v2,"
            + " google-cloud-vertexai",
        "aws-lambda-servlet: aws-serverless-java-container",
        "azure-functions: azure-functions-java-library, AWS SDK v2, azure-identity,"
            + " google-cloud-vertexai",
        "gcp-functions: AWS SDK v2, google-cloud-vertexai",
        "aws-lambda-native-streaming: aws-lambda-java-core, aws-lambda-java-events, AWS SDK v2,"
            + " google-cloud-vertexai",
        "aws-lambda-streaming: AWS SDK v2, google-cloud-vertexai",
        "azure-functions-streaming: AWS SDK v2, azure-identity, google-cloud-vertexai"
      })
  void itHoldsTheseOfTheNamedPackages(String archive, String packages) throws IOException {
    assertThat(NamedPackage.in(Packaged.all().get(archive).file()))
        .extracting(NamedPackage::toString)
        .containsExactly(packages.split(", "));
  }

  @ParameterizedTest
  @CsvSource({
    "aws-lambda, com/amazonaws/",
    "aws-lambda-native-streaming, com/amazonaws/",
    "azure-functions, com/microsoft/azure/functions/",
    "gcp-functions, com/google/cloud/functions/",
    "aws-lambda-streaming, none",
    "azure-functions-streaming, none",
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
        "aws-lambda-servlet",
        "aws-lambda-streaming",
        "aws-lambda-native-streaming",
        "azure-functions-streaming"
      })
  void nothingOfATestIsInIt(String archive) {
    assertNothingOf(OF_TESTS, archive);
    assertThat(Packaged.paths(archive))
        .noneMatch(path -> path.contains("test") || path.endsWith("local.settings.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "aws-lambda, lib/trefoil.jar",
    "azure-functions, trefoil-azure-functions-0.1.0-SNAPSHOT.jar",
    "gcp-functions, trefoil.jar",
    "aws-lambda-servlet, java/lib/trefoil-servlet.jar",
    "aws-lambda-streaming, lib/trefoil.jar",
    "aws-lambda-native-streaming, lib/trefoil.jar",
    "azure-functions-streaming, lib/trefoil.jar",
  })
  void oneJarHoldsAllClassesOfIt(String archive, String jar) {
    assertThat(Packaged.inJars(archive).keySet()).containsExactly(jar);
    assertThat(Packaged.paths(archive)).noneMatch(path -> path.endsWith(".class"));
  }

  /** A start-up without the servlet form pays nothing for it. */
  @Test
  void nothingOfTheServletFormIsInThePlainOne() {
    assertNothingOf(
        List.of("com/amazonaws/serverless/", "jakarta/", "tools/jackson/", "dev/trefoil/servlet/"),
        "aws-lambda");
  }

  /** A container serves it, and no function. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-lambda",
        "azure-functions",
        "gcp-functions",
        "aws-lambda-streaming",
        "aws-lambda-native-streaming",
        "azure-functions-streaming"
      })
  void nothingOfTheConsolesPageIsInAFunction(String archive) {
    assertNothingOf(List.of("dev/trefoil/console/"), archive);
  }

  /** A start-up without telemetry pays nothing for it, and nobody has to carry it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-lambda",
        "azure-functions",
        "gcp-functions",
        "aws-lambda-streaming",
        "aws-lambda-native-streaming",
        "azure-functions-streaming"
      })
  void nothingOfTelemetryIsInAnArchiveUnlessItIsAskedFor(String archive) {
    assertNothingOf(List.of("io/opentelemetry/", "dev/trefoil/otlp/"), archive);
    assertThat(Packaged.inJars(archive).values())
        .allSatisfy(
            names ->
                assertThat(names)
                    .noneMatch(name -> name.endsWith("dev.trefoil.telemetry.TelemetryFactory")));
  }

  @Test
  void whereItIsAskedForEachFunctionHoldsItWithinTheBounds() throws IOException {
    Archives with =
        new Archives(
            Repository.home(),
            Packaged.here(),
            Repository.home().resolve("deployment/trefoil.yaml"),
            true);
    ArchiveWriter writer = new ArchiveWriter(folder);
    for (Archive archive : with.all()) {
      Written written = writer.write(archive);
      boolean layer = archive.name().equals("aws-lambda-servlet");
      assertThat(NamedPackage.in(written.file()).contains(NamedPackage.OPENTELEMETRY))
          .as(archive.name())
          .isNotEqualTo(layer);
      assertThat(written.bytes())
          .as(archive.name())
          .isLessThanOrEqualTo(archive.name().startsWith("azure-") ? MAX_AZURE_BYTES : MAX_BYTES);
    }
  }

  @Test
  void theContainerHasItAnywayAndTheConsolesPage() throws IOException {
    Path place = new ArchiveWriter(folder).unpack(Packaged.archives(Packaged.here()).container());

    try (JarFile jar = new JarFile(place.resolve(JAR).toFile())) {
      assertThat(jar.getEntry("dev/trefoil/otlp/OtlpTelemetryFactory.class")).isNotNull();
      assertThat(jar.getEntry("META-INF/services/dev.trefoil.telemetry.TelemetryFactory"))
          .isNotNull();
      assertThat(jar.getEntry("dev/trefoil/console/ConsolePage.class")).isNotNull();
      assertThat(jar.getEntry("dev/trefoil/console/index.html")).isNotNull();
    }
  }

  /** Nor does a function carry the index that containers embed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-lambda",
        "azure-functions",
        "gcp-functions",
        "aws-lambda-streaming",
        "aws-lambda-native-streaming",
        "azure-functions-streaming"
      })
  void nothingOfLuceneIsInAnArchive(String archive) {
    assertNothingOf(List.of("org/apache/lucene/", "dev/trefoil/retrieval/lucene/"), archive);
  }

  @Test
  void theContainerEmbedsAnIndex() throws IOException {
    Path place = new ArchiveWriter(folder).unpack(Packaged.archives(Packaged.here()).container());

    try (JarFile jar = new JarFile(place.resolve(JAR).toFile())) {
      assertThat(jar.isMultiRelease()).isTrue();
      assertThat(jar.getEntry("dev/trefoil/retrieval/lucene/LuceneIndices.class")).isNotNull();
      assertThat(jar.getEntry("META-INF/services/dev.trefoil.retrieval.EmbeddedIndex")).isNotNull();
      assertThat(jar.getEntry("META-INF/services/org.apache.lucene.codecs.KnnVectorsFormat"))
          .isNotNull();
    }
  }

  /** Which of two would be loaded is the class path's to say. */
  @Test
  void noClassIsBothInTheServletLayerAndInItsFunction() {
    List<String> layer = Packaged.inJars("aws-lambda-servlet").get("java/lib/trefoil-servlet.jar");
    assertThat(layer)
        .contains(
            "com/amazonaws/serverless/proxy/internal/LambdaContainerHandler.class",
            "dev/trefoil/servlet/TrefoilServlet.class")
        .noneMatch(name -> name.startsWith("com/fasterxml/jackson/module/"));
    Set<String> both = new HashSet<>(layer);
    both.retainAll(Set.copyOf(Packaged.inJars("aws-lambda").get(JAR)));
    both.removeIf(name -> !name.endsWith(".class"));
    assertThat(both).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "aws-lambda, aws-lambda/target/function/lib",
    "azure-functions, azure-functions/target/azure-functions/trefoil/lib",
    "gcp-functions, gcp-functions/target/function/lib",
    "aws-lambda-streaming, server/target/server/lib",
    "azure-functions-streaming, server/target/server/lib",
  })
  void itHoldsAllClassesAndProvidersAndLicencesOfTheLibraries(String archive, String libraries)
      throws IOException {
    Set<String> merged = new HashSet<>();
    Packaged.inJars(archive).values().forEach(merged::addAll);
    Set<String> expected = new HashSet<>();
    for (Path jar : ClassPaths.jarsIn(Repository.home().resolve(libraries))) {
      if (Archives.isConsole(jar)) {
        continue;
      }
      try (JarFile file = new JarFile(jar.toFile())) {
        file.stream()
            .map(JarEntry::getName)
            .map(name -> merged(jar, name))
            .forEach(expected::addAll);
      }
    }
    assertThat(expected).hasSizeGreaterThan(10_000);
    expected.removeAll(merged);
    assertThat(expected).isEmpty();
  }

  /** Where an entry of a jar is found in a merged one, as far as all must be. */
  private static List<String> merged(Path jar, String name) {
    if (name.endsWith("LICENSE") || name.endsWith("NOTICE.txt")) {
      return List.of("META-INF/licenses/" + jar.getFileName() + "/" + name);
    }
    boolean needed = name.endsWith(".class") && !name.endsWith("module-info.class");
    return needed || name.matches("META-INF/services/.+") ? List.of(name) : List.of();
  }

  @Test
  void theNativeLibraryIsThatOfTheProcessorsAndNothingElseDiffers() throws IOException {
    List<Archive> arm = Packaged.archives(Platform.ARM64).all();
    List<Archive> intel = Packaged.archives(Platform.X86_64).all();
    for (int i = 0; i < arm.size(); i++) {
      SortedMap<String, Content> forArm = new TreeMap<>(arm.get(i).files());
      SortedMap<String, Content> forIntel = new TreeMap<>(intel.get(i).files());
      if (arm.get(i).name().startsWith("aws-") && forArm.containsKey(LIBRARY)) {
        assertThat(processors(forArm.remove(LIBRARY))).isEqualTo(ELF_AARCH64);
        assertThat(processors(forIntel.remove(LIBRARY))).isEqualTo(ELF_X86_64);
        // The classes around the library are compiled anew for each: the jar is another.
        assertThat(otherJars(forArm.remove(JAR))).isEqualTo(otherJars(forIntel.remove(JAR)));
      }
      assertThat(forArm).usingRecursiveComparison().isEqualTo(forIntel);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws-lambda, true",
    "azure-functions, false",
    "gcp-functions, false",
    "aws-lambda-streaming, true",
    "aws-lambda-native-streaming, true",
    "azure-functions-streaming, true",
  })
  void theNativeLibraryLiesBesideTheJarOrInIt(String archive, boolean beside) {
    assertThat(Packaged.paths(archive).contains(LIBRARY)).isEqualTo(beside);
    assertThat(Packaged.inJars(archive).values())
        .allSatisfy(
            names ->
                assertThat(names.stream().filter(name -> name.endsWith(".so")))
                    .hasSize(beside ? 0 : 1));
  }

  /** No server and no layer: the functions' own archive, and the script that Lambda starts. */
  @Test
  void theRuntimeOfOurOwnIsTheFunctionsArchiveWithAScript() throws IOException {
    Packaged.unpack("aws-lambda-native-streaming", folder);

    assertThat(folder.resolve("stream.sh")).isExecutable();
    assertThat(Packaged.paths("aws-lambda-native-streaming"))
        .containsExactlyInAnyOrder("lib/libaws-crt-jni.so", JAR, "stream.sh", "trefoil.yaml");
    assertThat(Packaged.inJars("aws-lambda-native-streaming").get(JAR))
        .isEqualTo(Packaged.inJars("aws-lambda").get(JAR))
        .contains("dev/trefoil/aws/StreamingLambda.class")
        .noneMatch(name -> name.startsWith("org/eclipse/jetty/"));
  }

  @Test
  void theContainersFolderHasWhatTheLambdaArchiveHas() throws IOException {
    Archive container = Packaged.archives(Packaged.here()).container();
    Path place = new ArchiveWriter(folder).unpack(container);
    for (String path : Packaged.paths("aws-lambda-streaming")) {
      assertThat(place.resolve(path)).isRegularFile();
    }
    assertThat(place.resolve("run.sh")).isExecutable();
    assertThat(place.resolve("train.sh")).isExecutable();
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
            "COPY target/package/server /opt/trefoil",
            "RUN TREFOIL_HOST=$CLOUD /opt/trefoil/train.sh",
            "ENTRYPOINT [\"/opt/trefoil/run.sh\"]")
        .as("a volume whose folder is root's, with the rights that it has until then")
        .containsSubsequence("VOLUME /tmp", "USER 65532:65532");
    assertThat(Files.readAllLines(Repository.home().resolve(".dockerignore")))
        .containsExactly("*", "!target/package/server");
  }

  /** What the server of containers takes from two functions comes in one version. */
  @Test
  void noLibraryIsInTheContainersJarTwice() throws IOException {
    Content jar = Packaged.archives(Packaged.here()).container().files().get(JAR);

    assertThat(((Content.Jar) jar).jars())
        .extracting(path -> path.getFileName().toString().replaceFirst("-\\d.*", ""))
        // AWS's and JetBrains' share a name.
        .filteredOn(name -> !name.equals("annotations"))
        .doesNotHaveDuplicates()
        .contains("azure-identity", "jetty-server");
  }

  private static List<Path> otherJars(Content jar) {
    return ((Content.Jar) jar)
        .jars().stream()
            .filter(path -> !path.getFileName().toString().startsWith("aws-crt-0"))
            .toList();
  }

  /** What e_machine says of an ELF file. Source: elf(5). */
  private static int processors(Content library) throws IOException {
    byte[] bytes = Packer.pieces(library).getFirst().bytes();
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(18);
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
