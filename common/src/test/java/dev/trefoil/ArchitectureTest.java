package dev.trefoil;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the rooms: a room imports only rooms above it in {@link Rooms#ALL}. */
class ArchitectureTest {
  private static final List<String> PROVIDERS =
      Rooms.ALL.stream()
          .filter(room -> room.startsWith("provider.") && !room.equals("provider.http"))
          .toList();

  private static final JavaClasses COMMON =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void everyClassIsInARoom() {
    assertThat(COMMON)
        .isNotEmpty()
        .allSatisfy(type -> assertThat(Rooms.ALL).as(type.getName()).contains(Rooms.of(type)));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyRoomsAboveIt(String room) {
    String[] below =
        Rooms.ALL.subList(Rooms.ALL.indexOf(room) + 1, Rooms.ALL.size()).stream()
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

  /** {@code -Dtrefoil.draw=true} draws it anew. */
  @Test
  void contributingDrawsTheRoomsAsTheyAre() throws IOException {
    Path page = Path.of("..", "CONTRIBUTING.md");
    String text = Files.readString(page);
    String drawn =
        Pattern.compile("```mermaid\n.*?```\n", Pattern.DOTALL)
            .matcher(text)
            .replaceFirst(Matcher.quoteReplacement(Rooms.picture(COMMON)));
    if (Boolean.getBoolean("trefoil.draw")) {
      Files.writeString(page, drawn);
    }

    assertThat(Files.readString(page)).contains("```mermaid").isEqualTo(drawn);
  }

  /** A wire format shares what it has in common with another in {@code door}. */
  @ParameterizedTest
  @ValueSource(strings = {"chat", "responses"})
  void doorsKnowNoOtherDoor(String door) {
    noClasses()
        .that()
        .resideInAPackage(packageOf("door." + door))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.trefoil.door.*")
                .and(not(resideInAnyPackage(packageOf("door." + door)))))
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
            "com.google.cloud.functions..",
            "jakarta.servlet..")
        .check(COMMON);
  }

  @Test
  void whatPlansAndWhatSpeaksTheVocabularyDoesNoIo() {
    noClasses()
        .that()
        .resideInAnyPackage(
            packageOf("chat"),
            packageOf("policy"),
            packageOf("health"),
            packageOf("routing"),
            packageOf("routing.residency"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.net..", "java.nio..", "com.fasterxml..")
                .and(not(equivalentTo(URI.class))))
        .check(COMMON);
  }

  static List<String> rooms() {
    return Rooms.ALL.subList(0, Rooms.ALL.size() - 1);
  }

  static List<String> providers() {
    return PROVIDERS;
  }

  private static String packageOf(String room) {
    return "dev.trefoil." + room;
  }
}
