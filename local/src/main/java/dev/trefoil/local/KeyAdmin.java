// `trefoil key issue`, `list`, `rotate` and `revoke`: keys of a running Trefoil, by its admin door.
package dev.trefoil.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.local.compare.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the four have in common: where Trefoil is, and who asks. */
final class KeyAdmin {
  /** Holds the operator's key: what stands on a command line is seen by others. */
  static final String VARIABLE = "TREFOIL_OPERATOR_KEY";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "Of a running Trefoil, up to /v1: http://127.0.0.1:9000/v1.")
  private URI url;

  /** Sends a request; gives the status for the process to end with. */
  private int send(String method, String path, ObjectNode body, Told told)
      throws InterruptedException {
    String key;
    try {
      key = Endpoint.inHeader(System.getenv().getOrDefault(VARIABLE, ""));
    } catch (IllegalArgumentException e) {
      System.err.println(VARIABLE + ": " + e.getMessage());
      return 2;
    }
    if (key.isEmpty()) {
      System.err.println(VARIABLE + " is not set: it holds the key of an operator");
      return 2;
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceFirst("/$", "") + path))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() / 100 != 2) {
        System.err.println(
            response.statusCode() + ": " + answer.path("error").path("message").asText());
        return 1;
      }
      told.tell(answer);
      return 0;
    } catch (IOException e) {
      System.err.println(url + " does not answer: " + e.getMessage());
      return 1;
    }
  }

  /** Prints an answer. */
  private interface Told {
    void tell(JsonNode answer);
  }

  private static void once(JsonNode key) {
    System.out.printf(
        "The key %s of %s, shown this once:%n%n%s%n",
        key.path("id").asText(), key.path("name").asText(), key.path("key").asText());
  }

  /** {@code trefoil key issue}. */
  @Command(
      name = "issue",
      description = "Issues a key on a running Trefoil, known to it within seconds.",
      mixinStandardHelpOptions = true)
  static final class Issue implements Callable<Integer> {
    @Mixin private KeyAdmin admin;

    @Parameters(paramLabel = "NAME", description = "Who will hold it.")
    private String name;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "To whom the holder belongs.")
    private String tenant;

    @Option(
        names = "--routes",
        paramLabel = "ROUTE",
        split = ",",
        description = "What the holder may ask for, separated by commas. Default: everything.")
    private List<String> routes = List.of();

    @Option(
        names = "--expires",
        paramLabel = "SECONDS",
        description = "From now on, after which it is no good. Default: never.")
    private Integer expires;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = JSON.createObjectNode().put("name", name);
      if (tenant != null) {
        body.put("tenant", tenant);
      }
      if (!routes.isEmpty()) {
        ArrayNode list = body.putArray("routes");
        routes.forEach(list::add);
      }
      if (expires != null) {
        body.put("expires_in_seconds", expires);
      }
      return admin.send("POST", "/admin/keys", body, KeyAdmin::once);
    }
  }

  /** {@code trefoil key list}. */
  @Command(
      name = "list",
      description = "Lists the keys that were issued; never the keys themselves.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Mixin private KeyAdmin admin;

    @Override
    public Integer call() throws InterruptedException {
      return admin.send("GET", "/admin/keys", JSON.createObjectNode(), Listing::print);
    }

    private static void print(JsonNode answer) {
      for (JsonNode key : answer.path("data")) {
        System.out.printf(
            "%s  %s  %s  issued %s  %s%n",
            key.path("id").asText(),
            key.path("name").asText(),
            key.path("tenant").asText("-"),
            Instant.ofEpochSecond(key.path("created_at").asLong()),
            key.has("expires_at")
                ? "expires " + Instant.ofEpochSecond(key.path("expires_at").asLong())
                : "does not expire");
      }
    }
  }

  /** {@code trefoil key rotate}. */
  @Command(
      name = "rotate",
      description = "Issues another key in the place of one, which stays good for a while.",
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {
    @Mixin private KeyAdmin admin;

    @Parameters(paramLabel = "ID", description = "Of the key.")
    private String id;

    @Option(
        names = "--overlap",
        paramLabel = "SECONDS",
        description = "How long the old key stays good. Default: ${DEFAULT-VALUE}.")
    private int overlap = 3_600;

    @Override
    public Integer call() throws InterruptedException {
      return admin.send(
          "POST",
          "/admin/keys/" + id + "/rotate",
          JSON.createObjectNode().put("overlap_seconds", overlap),
          KeyAdmin::once);
    }
  }

  /** {@code trefoil key revoke}. */
  @Command(
      name = "revoke",
      description = "Ends a key: no process takes it any more within seconds.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private KeyAdmin admin;

    @Parameters(paramLabel = "ID", description = "Of the key.")
    private String id;

    @Override
    public Integer call() throws InterruptedException {
      return admin.send(
          "DELETE",
          "/admin/keys/" + id,
          JSON.createObjectNode(),
          answer -> System.out.println(id + " is revoked"));
    }
  }
}
