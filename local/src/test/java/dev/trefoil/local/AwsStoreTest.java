package dev.trefoil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.google.ServiceAccountKeys;
import dev.trefoil.emulators.store.ObjectStoreEmulator;
import dev.trefoil.local.queue.AwsQueues;
import dev.trefoil.report.Drill;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.aws.AwsStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** ElasticMQ, and DynamoDB and S3 as we play them. */
class AwsStoreTest extends StoreContract {
  private static ObjectStoreEmulator objects;
  private static AwsQueues aws;

  @BeforeAll
  static void start() throws Exception {
    AwsKeyring keyring = AwsKeyring.of("id", "secret");
    objects = ObjectStoreEmulator.start(keyring, new ServiceAccountKeys(), Set.of("trefoil-jobs"));
    BuildOutputs build = new BuildOutputs(RunningClouds.home());
    aws =
        AwsQueues.start(
            build.awsEmulatorClasses(),
            build.awsEmulatorLibraries(),
            keyring,
            objects.url(),
            Duration.ofSeconds(30),
            StoreEmulators.logs("aws"));
    aws.awaitReady();
  }

  @AfterAll
  static void stop() {
    aws.close();
    objects.close();
  }

  @Override
  Store store() {
    return open(
        new StorePlaces(
            aws.places().get("table").toString(),
            Optional.of(aws.places().get("orderedTable").toString()),
            "trefoil-jobs"));
  }

  @Override
  Store absent() {
    return open(new StorePlaces("absent-table", Optional.of("absent-ordered"), "absent-bucket"));
  }

  @Test
  void theCommandLineReportsWhatTheTablesHave(@TempDir Path folder) throws Exception {
    LocalDate day = LocalDate.parse("2039-01-04");
    Drill.run(store().records(), day);
    Path config = folder.resolve("trefoil.yaml");
    Files.writeString(
        config,
        Drill.CONFIG.replaceFirst(
            "table: c,",
            "table: %s, orderedTable: %s,"
                .formatted(aws.places().get("table"), aws.places().get("orderedTable"))));

    Told told = report(config, "--day", day.toString(), "--output", folder.toString());

    assertThat(told.status()).as(told.text()).isZero();
    assertThat(told.text()).contains("\"calls\":60", "\"cost_usd\":0.10872", "\"unread\":[]");
    assertThat(folder.resolve("report-2039-01-04.html")).content().contains("60 calls, 6 failed");
    assertThat(folder.resolve("report-2039-01-04.csv"))
        .content()
        .contains("2039-01-04,fallback,chat azure/dear,throttled,times,10");
    assertThat(report(config, "--day", "yesterday").status()).isEqualTo(2);
    Files.writeString(config, Drill.CONFIG.replaceFirst("table: c,", "table: none,"));
    assertThat(report(config, "--day", day.toString()))
        .isEqualTo(new Told(2, "'jobs' names no table of [], in which usage would be recorded\n"));
  }

  /** How a command has ended, and all that it has said. */
  private record Told(int status, String text) {}

  private static Told report(Path config, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Functions.QUICK_TO_START);
    command.add("-Dtrefoil.home=" + RunningClouds.home());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of("report", "--config", config.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(aws.environment());
    builder.environment().put("AWS_ACCESS_KEY_ID", "id");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Told(process.waitFor(), text);
  }

  private static Store open(StorePlaces places) {
    return AwsStore.open(
        places,
        region -> StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
        aws.environment());
  }

  @Override
  String queue() {
    return aws.places().get("queue").toString();
  }

  @Override
  String source() {
    return queue();
  }

  @Override
  String absentQueue() {
    return queue() + "-absent";
  }

  @Override
  Optional<Map<String, String>> environment() {
    Map<String, String> environment = new HashMap<>(aws.environment());
    environment.put("STORE", "aws");
    environment.put("TABLE", aws.places().get("table").toString());
    environment.put("ORDERED_TABLE", aws.places().get("orderedTable").toString());
    return Optional.of(environment);
  }
}
