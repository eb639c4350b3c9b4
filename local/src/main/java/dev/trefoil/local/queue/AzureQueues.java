// Azure: Azurite, over TLS and with the managed identity's tokens, as the real account is called.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.host.Readiness;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The emulated storage account. */
public final class AzureQueues implements CloudQueues {
  private static final String ACCOUNT = "devstoreaccount1";
  private static final String RESOURCE = "https://storage.azure.com";
  private static final String VERSION = "2021-12-02";
  private static final Pattern TEXT = Pattern.compile("<MessageText>([^<]*)</MessageText>");
  private static final Pattern RECEIPT =
      Pattern.compile(
          "<MessageId>([^<]*)</MessageId>.*?<PopReceipt>([^<]*)</PopReceipt>", Pattern.DOTALL);

  private final Child child;
  private final int blobPort;
  private final int queuePort;
  private final int tablePort;
  private final Map<String, String> identity;
  private final RestCall calls;
  private final RestCall plain = RestCall.plain();

  private AzureQueues(
      Child child, int blobPort, int queuePort, int tablePort, EmulatedCloud emulators) {
    this.child = child;
    this.blobPort = blobPort;
    this.queuePort = queuePort;
    this.tablePort = tablePort;
    this.identity = emulators.environment();
    this.calls =
        new RestCall(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(emulators.tls().clientContext())
                .build());
  }

  /** Why it cannot be started here; empty where it can. The first time takes some seconds. */
  public static Optional<String> missing(Path home) throws IOException, InterruptedException {
    return Azurite.install(home);
  }

  /**
   * Starts it.
   *
   * @param home the repository's top folder
   */
  public static AzureQueues start(Path home, EmulatedCloud emulators, ChildLogs logs)
      throws IOException {
    int blobPort = FreePort.pick();
    int queuePort = FreePort.pick();
    int tablePort = FreePort.pick();
    Path keys = logs.folder().resolve("azurite.p12");
    emulators.tls().writeKeyStore(keys);
    List<String> line =
        List.of(
            "node",
            "azurite.cjs",
            "--silent",
            "--inMemoryPersistence",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--oauth",
            "basic",
            "--cert",
            keys.toAbsolutePath().toString(),
            "--pwd",
            emulators.tls().trustStorePassword(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            String.valueOf(blobPort),
            "--queueHost",
            "127.0.0.1",
            "--queuePort",
            String.valueOf(queuePort),
            "--tableHost",
            "127.0.0.1",
            "--tablePort",
            String.valueOf(tablePort));
    Child child =
        Child.startProgram(
            "azurite",
            Azurite.in(home).folder(),
            line,
            Map.of("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin")),
            logs);
    return new AzureQueues(child, blobPort, queuePort, tablePort, emulators);
  }

  @Override
  public String cloud() {
    return "azure";
  }

  @Override
  public Map<String, Object> places() {
    return Map.of(
        "queue", url(queuePort, "jobs"),
        "deadLetters", url(queuePort, "dead"),
        "table", url(tablePort, "trefoiljobs"),
        "blobs", url(blobPort, "trefoil-jobs"),
        "callbacks", Map.of("done", url(queuePort, "done")));
  }

  /** The app settings of the trigger's identity-based connection. */
  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TREFOIL_JOBS__queueServiceUri",
        url(queuePort, "").replaceFirst("/$", ""),
        "TREFOIL_JOBS_QUEUE",
        "jobs");
  }

  @Override
  public void awaitReady() throws IOException, InterruptedException {
    for (int port : List.of(blobPort, queuePort, tablePort)) {
      Readiness.awaitListening(child, port);
    }
    for (String queue : List.of("jobs", "dead", "done")) {
      made(send("PUT", url(queuePort, queue), Map.of(), ""));
    }
    made(send("PUT", url(blobPort, "trefoil-jobs?restype=container"), Map.of(), ""));
    made(
        send(
            "POST",
            url(tablePort, "Tables"),
            Map.of("content-type", "application/json", "accept", "application/json"),
            "{\"TableName\":\"trefoiljobs\"}"));
  }

  private static void made(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2 && response.statusCode() != 409) {
      throw new IOException(
          response.uri() + " is answered " + response.statusCode() + ": " + response.body());
    }
  }

  private static String url(int port, String path) {
    return "https://127.0.0.1:" + port + "/" + ACCOUNT + "/" + path;
  }

  private HttpResponse<String> send(
      String method, String url, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(headers);
    all.put("authorization", "Bearer " + token());
    all.put("x-ms-version", VERSION);
    return calls.send(method, url, all, body);
  }

  /** A token of the managed identity for the account. */
  public String token() throws IOException, InterruptedException {
    JsonNode answer =
        plain.json(
            "GET",
            identity.get("IDENTITY_ENDPOINT")
                + "?api-version=2019-08-01&resource="
                + URLEncoder.encode(RESOURCE, StandardCharsets.UTF_8),
            Map.of("x-identity-header", identity.get("IDENTITY_HEADER")),
            "");
    return answer.path("access_token").asText();
  }

  @Override
  public List<String> drain(String queue) throws IOException, InterruptedException {
    return take(queue).stream()
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
        .toList();
  }

  /** The messages on a queue as they lie there, which are taken from it. */
  public List<String> take(String queue) throws IOException, InterruptedException {
    List<String> taken = new ArrayList<>();
    while (true) {
      String batch =
          send("GET", url(queuePort, queue + "/messages?numofmessages=32"), Map.of(), "").body();
      Matcher texts = TEXT.matcher(batch);
      Matcher receipts = RECEIPT.matcher(batch);
      boolean any = false;
      while (texts.find() && receipts.find()) {
        any = true;
        taken.add(texts.group(1));
        made(
            send(
                "DELETE",
                url(queuePort, queue + "/messages/" + receipts.group(1) + "?popreceipt=")
                    + URLEncoder.encode(receipts.group(2), StandardCharsets.UTF_8),
                Map.of(),
                ""));
      }
      if (!any) {
        return taken;
      }
    }
  }

  @Override
  public void send(String queue, String body) throws IOException, InterruptedException {
    put(queue, Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Puts a text on a queue as it is, which the Functions host wants to be base64. */
  public void put(String queue, String text) throws IOException, InterruptedException {
    made(
        send(
            "POST",
            url(queuePort, queue + "/messages"),
            Map.of("content-type", "application/xml"),
            "<QueueMessage><MessageText>" + text + "</MessageText></QueueMessage>"));
  }

  @Override
  public void standStill(boolean still) throws IOException, InterruptedException {
    child.stop(still);
  }

  @Override
  public void close() {
    child.close();
  }
}
