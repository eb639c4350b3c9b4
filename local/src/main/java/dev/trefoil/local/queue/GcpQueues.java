// Google Cloud: the Cloud SDK's emulators of Pub/Sub and Firestore; Cloud Storage is ours.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import dev.trefoil.local.host.Readiness;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The emulated Pub/Sub, Firestore and Cloud Storage. */
public final class GcpQueues implements CloudQueues {
  private static final String PROJECT = "projects/my-project";

  private static final String WORKERS = "jobs-workers";

  private static final int MOST_ATTEMPTS = 12;
  private static final Duration GIVE_UP = Duration.ofSeconds(5);
  private static final String SDK = "google-cloud-sdk/platform";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib", SDK),
          Path.of("/usr/share", SDK),
          Path.of("/opt/homebrew/share", SDK),
          Path.of("/usr/local/share", SDK),
          Path.of(System.getProperty("user.home"), SDK));

  private final Child pubSub;
  private final Child firestore;
  private final int pubSubPort;
  private final int firestorePort;
  private final String objects;
  private final String iam;
  private final Duration ackDeadline;
  private final RestCall calls = RestCall.plain();

  private GcpQueues(
      Child pubSub,
      Child firestore,
      int pubSubPort,
      int firestorePort,
      String objects,
      String iam,
      Duration ackDeadline) {
    this.pubSub = pubSub;
    this.firestore = firestore;
    this.pubSubPort = pubSubPort;
    this.firestorePort = firestorePort;
    this.objects = objects;
    this.iam = iam;
    this.ackDeadline = ackDeadline;
  }

  /** Why they cannot be started here; empty where they can. */
  public static Optional<String> missing() {
    for (String emulator : List.of("pubsub-emulator/lib", "cloud-firestore-emulator")) {
      if (jar(emulator).isEmpty()) {
        return Optional.of(
            "the Google Cloud SDK's " + emulator.split("/")[0] + " is not installed");
      }
    }
    return Optional.empty();
  }

  /**
   * Starts both.
   *
   * @param objects the URL of Cloud Storage
   * @param iam the URL of what signs for service accounts
   * @param ackDeadline how long a push has before the message is sent again
   */
  public static GcpQueues start(String objects, String iam, Duration ackDeadline, ChildLogs logs)
      throws IOException {
    int pubSubPort = FreePort.pick();
    int firestorePort = FreePort.pick();
    Child pubSub =
        start(
            "gcp-pubsub",
            "pubsub-emulator/lib",
            "com.google.cloud.pubsub.testing.v1.Main",
            pubSubPort,
            logs);
    Child firestore =
        start(
            "gcp-firestore",
            "cloud-firestore-emulator",
            "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
            firestorePort,
            logs);
    return new GcpQueues(pubSub, firestore, pubSubPort, firestorePort, objects, iam, ackDeadline);
  }

  private static Child start(String name, String folder, String main, int port, ChildLogs logs)
      throws IOException {
    return Child.start(
        new ChildSpec(
            name,
            logs.folder(),
            List.of("-Duser.language=en", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of(jar(folder).orElseThrow()),
            List.of(main, "--host=127.0.0.1", "--port=" + port),
            Map.of()),
        logs);
  }

  private static Optional<Path> jar(String folder) {
    for (Path place : PLACES) {
      Path lib = place.resolve(folder);
      if (Files.isDirectory(lib)) {
        try (Stream<Path> files = Files.list(lib)) {
          Optional<Path> jar =
              files.filter(file -> file.toString().endsWith(".jar")).sorted().findFirst();
          if (jar.isPresent()) {
            return jar;
          }
        } catch (IOException e) {
          System.err.println(lib + " cannot be looked into: " + e);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String cloud() {
    return "gcp";
  }

  @Override
  public Map<String, Object> places() {
    return Map.of(
        "queue",
        topic("jobs"),
        "subscription",
        PROJECT + "/subscriptions/" + WORKERS,
        "deadLetters",
        topic("dead"),
        "table",
        PROJECT + "/databases/(default)/documents/trefoil-jobs",
        "blobs",
        "trefoil-jobs",
        "callbacks",
        Map.of("done", topic("done")));
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "FIRESTORE_EMULATOR_HOST",
        "127.0.0.1:" + firestorePort,
        "PUBSUB_EMULATOR_HOST",
        "127.0.0.1:" + pubSubPort,
        "STORAGE_EMULATOR_HOST",
        objects,
        "IAM_CREDENTIALS_EMULATOR_HOST",
        iam);
  }

  @Override
  public void awaitReady() throws IOException, InterruptedException {
    Readiness.awaitListening(firestore, firestorePort);
    Readiness.awaitListening(pubSub, pubSubPort);
    makeFirstTopic();
    for (String topic : List.of("dead", "done")) {
      pubSub("PUT", "topics/" + topic, "{}");
    }
    for (String topic : List.of("dead", "done")) {
      pubSub("PUT", "subscriptions/" + topic, "{\"topic\":\"%s\"}".formatted(topic(topic)));
    }
  }

  /** The emulator loses calls that come while it starts, so that each is given up after a while. */
  private void makeFirstTopic() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        pubSub(calls.within(GIVE_UP), "PUT", "topics/jobs", "{}");
        return;
      } catch (HttpTimeoutException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Has the messages of the jobs' topic pushed to a URL, as Eventarc's subscription is. */
  void pushTo(String url) throws IOException, InterruptedException {
    pubSub(
        "PUT",
        "subscriptions/jobs",
        """
        {"topic": "%s", "pushConfig": {"pushEndpoint": "%s"}, "ackDeadlineSeconds": %d}\
        """
            .formatted(topic("jobs"), url, Math.max(10, ackDeadline.toSeconds())));
  }

  /** Has the messages of the jobs' topic kept for those who ask for them. */
  public void subscribeWorkers() throws IOException, InterruptedException {
    pubSub(
        "PUT",
        "subscriptions/" + WORKERS,
        "{\"topic\":\"%s\",\"ackDeadlineSeconds\":10}".formatted(topic("jobs")));
  }

  static String topic(String name) {
    return PROJECT + "/topics/" + name;
  }

  private JsonNode pubSub(String method, String path, String body)
      throws IOException, InterruptedException {
    return pubSub(calls, method, path, body);
  }

  private JsonNode pubSub(RestCall call, String method, String path, String body)
      throws IOException, InterruptedException {
    return call.json(
        method,
        "http://127.0.0.1:" + pubSubPort + "/v1/" + PROJECT + "/" + path,
        Map.of("content-type", "application/json"),
        body);
  }

  @Override
  public List<String> drain(String queue) throws IOException, InterruptedException {
    List<String> bodies = new ArrayList<>();
    while (true) {
      JsonNode batch =
          pubSub(
                  "POST",
                  "subscriptions/" + queue + ":pull",
                  "{\"maxMessages\":100,\"returnImmediately\":true}")
              .path("receivedMessages");
      if (batch.isEmpty()) {
        return bodies;
      }
      var acks = RestCall.JSON.createObjectNode();
      var ids = acks.putArray("ackIds");
      for (JsonNode received : batch) {
        bodies.add(
            new String(
                Base64.getDecoder().decode(received.at("/message/data").asText()),
                StandardCharsets.UTF_8));
        ids.add(received.path("ackId").asText());
      }
      pubSub("POST", "subscriptions/" + queue + ":acknowledge", acks.toString());
    }
  }

  @Override
  public void send(String queue, String body) throws IOException, InterruptedException {
    pubSub(
        "POST",
        "topics/" + queue + ":publish",
        "{\"messages\":[{\"data\":\"%s\"}]}"
            .formatted(Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public void standStill(boolean still) throws IOException, InterruptedException {
    pubSub.stop(still);
    firestore.stop(still);
  }

  @Override
  public void close() {
    pubSub.close();
    firestore.close();
  }
}
