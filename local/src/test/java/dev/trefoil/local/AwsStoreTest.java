package dev.trefoil.local;

import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.google.ServiceAccountKeys;
import dev.trefoil.emulators.store.ObjectStoreEmulator;
import dev.trefoil.local.queue.AwsQueues;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.aws.AwsStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
