package dev.trefoil;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between the rooms: a room imports only rooms above it in this list. */
class ArchitectureTest {
  private static final List<String> ROOMS =
      List.of(
          "net",
          "chat",
          "provider",
          "target",
          "log",
          "identity",
          "provider.http",
          "provider.bedrock",
          "provider.openai",
          "provider.vertex",
          "provider.anthropic",
          "routing.residency",
          "routing",
          "fallback",
          "gateway",
          "http",
          "auth",
          "openai",
          "job",
          "endpoints",
          "config",
          "rehearsal",
          "runtime");

  private static final List<String> PROVIDERS =
      ROOMS.stream()
          .filter(room -> room.startsWith("provider.") && !room.equals("provider.http"))
          .toList();

  private static final JavaClasses COMMON =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void everyClassIsInARoom() {
    assertThat(COMMON)
        .isNotEmpty()
        .allSatisfy(type -> assertThat(ROOMS).as(type.getName()).contains(room(type)));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyRoomsAboveIt(String room) {
    String[] below =
        ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below)
        .allowEmptyShould(true)
        .check(COMMON);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aProviderKnowsNoOther(String provider) {
    String[] others =
        PROVIDERS.stream()
            .filter(other -> !other.equals(provider))
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(packageOf(provider))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(COMMON);
  }

  @Test
  void noFunctionPlatformIsKnownHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.amazonaws.services.lambda..",
            "com.microsoft.azure.functions..",
            "com.google.cloud.functions..")
        .check(COMMON);
  }

  @Test
  void whatPlansAndWhatSpeaksTheVocabularyDoesNoIo() {
    noClasses()
        .that()
        .resideInAnyPackage(
            packageOf("chat"),
            packageOf("target"),
            packageOf("routing"),
            packageOf("routing.residency"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.net..", "java.nio..", "com.fasterxml..")
                .and(not(equivalentTo(URI.class))))
        .check(COMMON);
  }

  static List<String> rooms() {
    return ROOMS.subList(0, ROOMS.size() - 1);
  }

  static List<String> providers() {
    return PROVIDERS;
  }

  private static String room(JavaClass type) {
    return type.getPackageName().replaceFirst("^dev\\.trefoil\\.?", "");
  }

  private static String packageOf(String room) {
    return "dev.trefoil." + room;
  }
}
