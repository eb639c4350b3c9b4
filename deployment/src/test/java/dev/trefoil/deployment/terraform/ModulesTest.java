package dev.trefoil.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.Tool;
import dev.trefoil.deployment.archive.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the modules are as files, and what they share with the functions' code. */
class ModulesTest {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\b(TREFOIL_[A-Z_]+[A-Z])\\b");

  private static final Pattern ENTRY_POINT = Pattern.compile("entry_point += \"([\\w.]+)\"");

  @Test
  void allIsFormatted() throws Exception {
    Tool.Ran ran =
        Tool.needed("terraform").runIn(Terraform.source(), "fmt", "-check", "-recursive", "-diff");
    assertThat(ran.exit()).as(ran.all()).isZero();
  }

  /** Every module is planned: by PlansTest, or by AwsPlansTest with the real provider. */
  @Test
  void thereIsNoModuleThatNothingPlans() throws IOException {
    try (Stream<Path> files = Files.walk(Terraform.source())) {
      Set<String> modules =
          files
              .filter(file -> file.toString().endsWith(".tf"))
              .map(file -> Terraform.source().relativize(file.getParent()).toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(modules)
          .containsExactly(
              "azure",
              "gcp",
              "trust/aws-issuer",
              "trust/aws-to-azure",
              "trust/aws-to-gcp",
              "trust/azure-application",
              "trust/azure-to-aws",
              "trust/azure-to-gcp",
              "trust/gcp-to-aws",
              "trust/gcp-to-azure");
    }
  }

  /** What terraform gives the functions by the environment is what they read. */
  @Test
  void everyVariableIsOneThatTheConfigurationOrAnAdapterReads() throws IOException {
    StringBuilder readers = new StringBuilder("TREFOIL_CONFIG ");
    readers.append(Files.readString(Repository.home().resolve("deployment/trefoil.yaml")));
    for (String adapter : List.of("common", "gcp-functions", "azure-functions")) {
      try (Stream<Path> files = Files.walk(Repository.home().resolve(adapter + "/src/main/java"))) {
        for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
          readers.append(Files.readString(file));
        }
      }
    }
    Set<String> given = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Terraform.source())) {
      for (Path file : files.filter(name -> name.toString().endsWith(".tf")).toList()) {
        Matcher matcher = ENVIRONMENT.matcher(Files.readString(file));
        while (matcher.find()) {
          given.add(matcher.group(1));
        }
      }
    }
    assertThat(given).hasSizeGreaterThan(10);
    assertThat(given).allSatisfy(name -> assertThat(readers).contains(name));
  }

  @Test
  void everyEntryPointIsAClassOfTheArchive() throws IOException {
    Set<String> entryPoints = new TreeSet<>();
    try (Stream<Path> files = Files.list(Terraform.source().resolve("gcp"))) {
      for (Path file : files.toList()) {
        Matcher matcher = ENTRY_POINT.matcher(Files.readString(file));
        while (matcher.find()) {
          entryPoints.add(matcher.group(1));
        }
      }
    }
    assertThat(entryPoints)
        .hasSize(3)
        .allSatisfy(name -> assertThat(Packaged.contains("gcp-functions", name)).as(name).isTrue());
  }
}
