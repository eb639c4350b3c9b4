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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The modules for providers that are not to be had here, validated by terraform itself against what
 * the providers' documentation says. Values are not checked: only a cloud can.
 */
class ModulesTest {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\b(TREFOIL_[A-Z_]+[A-Z])\\b");

  private static final Pattern ENTRY_POINT = Pattern.compile("entry_point += \"([\\w.]+)\"");

  @TempDir Path folder;

  private static List<DocumentedProvider> providers = List.of();

  @BeforeAll
  static void start() throws IOException {
    Tool.needed("terraform");
    providers =
        List.of(
            DocumentedProvider.start(
                "registry.terraform.io/hashicorp/azurerm", "/providers/azurerm.yaml"),
            DocumentedProvider.start(
                "registry.terraform.io/hashicorp/google", "/providers/google.yaml"),
            DocumentedProvider.start(
                "registry.terraform.io/hashicorp/azuread", "/providers/azuread.yaml"),
            DocumentedProvider.start("registry.terraform.io/hashicorp/aws", "/providers/aws.yaml"));
  }

  @AfterAll
  static void end() {
    providers.forEach(DocumentedProvider::close);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azure",
        "gcp",
        "trust/aws-issuer",
        "trust/aws-to-azure",
        "trust/aws-to-gcp",
        "trust/azure-application",
        "trust/azure-to-gcp",
        "trust/gcp-to-azure"
      })
  void everyArgumentAndReferenceIsOneThatTheProviderDocuments(String module) throws Exception {
    Terraform terraform = module(module);
    Tool.Ran ran = terraform.validate();
    assertThat(ran.exit()).as(ran.all()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "azure/openai.tf, local_auth_enabled, local_auth_enable, local_auth_enable",
    "azure/app.tf, .default_hostname, .default_host, default_host",
    "azure/jobs.tf, base_blob {, bas_blob {, bas_blob",
    "gcp/functions.tf, service_account_email            = g, service_acount_email = g, service_acount_email",
    "gcp/probe.tf, topic_name, topic, topic",
    "gcp/jobs.tf, age = var.job_keep_days, age = [var.job_keep_days], age",
    "trust/aws-to-gcp/main.tf, attribute_condition, attribute_conditions, attribute_conditions",
    "trust/gcp-to-azure/main.tf, 'issuer              =', 'issuers =', issuer",
  })
  void whatIsMisspeltIsFound(String file, String right, String wrong, String named)
      throws Exception {
    Path source = Path.of(file);
    Terraform terraform = module(source.getParent().toString());
    Path copy = terraform.folder().resolve(source.getFileName());
    boolean output = file.equals("azure/app.tf");
    if (output) {
      copy = terraform.folder().resolve("outputs.tf");
    }
    String text = Files.readString(copy);
    assertThat(text).contains(right);
    Files.writeString(copy, text.replace(right, wrong));

    Tool.Ran ran = terraform.validate();

    assertThat(ran.exit()).isNotZero();
    assertThat(ran.errors()).contains(named);
  }

  @Test
  void allIsFormatted() throws Exception {
    Tool.Ran ran =
        Tool.needed("terraform").runIn(Terraform.source(), "fmt", "-check", "-recursive", "-diff");
    assertThat(ran.exit()).as(ran.all()).isZero();
  }

  /** Every module is validated: here, or by AwsTrustTest with the real provider. */
  @Test
  void thereIsNoModuleThatNothingValidates() throws IOException {
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
    for (String adapter : List.of("gcp-functions", "azure-functions")) {
      try (Stream<Path> files = Files.walk(Repository.home().resolve(adapter + "/src/main/java"))) {
        for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
          readers.append(Files.readString(file));
        }
      }
    }
    // Read by the check of who may call, where the function is told that it is private.
    readers.append(" TREFOIL_CLOUD_RUN_PRIVATE");
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

  private Terraform module(String module) throws Exception {
    Terraform terraform =
        Terraform.of(module, folder.resolve("module"), Terraform.reattached(providers));
    Tool.Ran ran = terraform.init();
    assertThat(ran.exit()).as(ran.all()).isZero();
    return terraform;
  }
}
