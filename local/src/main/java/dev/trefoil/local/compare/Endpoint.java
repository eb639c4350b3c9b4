// The running Trefoil that is asked.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls it as any client would. */
public final class Endpoint implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Longer than any platform lets a call take. */
  private static final Duration LIMIT = Duration.ofMinutes(16);

  private static final int MOST_BYTES = 32 << 20;

  /** All that a key or a token may be. */
  private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]*");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final Optional<String> key;
  private final Optional<String> idToken;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private Endpoint(String base, Optional<String> key, Optional<String> idToken) {
    this.base = base;
    this.key = key;
    this.idToken = idToken;
  }

  /**
   * @param url with or without {@code /v1} at its end
   * @param key that it is called with; is sent over TLS, or on this machine
   * @throws IllegalArgumentException in a person's words
   */
  public static Endpoint of(URI url, Optional<String> key) {
    return of(url, key, Optional.empty());
  }

  /**
   * @param url with or without {@code /v1} at its end
   * @param key that it is called with; is sent over TLS, or on this machine, as the token is
   * @param idToken for a private service of Cloud Run, beside the key
   * @throws IllegalArgumentException in a person's words
   */
  public static Endpoint of(URI url, Optional<String> key, Optional<String> idToken) {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("--url takes an address of http or https, not " + url);
    }
    boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(url.getHost());
    boolean secret = key.isPresent() || idToken.isPresent();
    if (secret && !here && !scheme.equals("https")) {
      throw new IllegalArgumentException("--url: a key is sent by https only, not to " + url);
    }
    return new Endpoint(
        url.toString().replaceFirst("/+$", "").replaceFirst("/v1$", ""),
        key.map(Endpoint::inHeader),
        idToken.map(Endpoint::inHeader));
  }

  /**
   * A key or a token without the line's end that a file leaves behind it: the client's refusal of
   * such a header would show the secret.
   *
   * @throws IllegalArgumentException in a person's words, which do not show it either
   */
  public static String inHeader(String secret) {
    String stripped = secret.strip();
    if (!VISIBLE.matcher(stripped).matches()) {
      throw new IllegalArgumentException(
          "what is given as a key or a token has other characters than ASCII's visible ones");
    }
    return stripped;
  }

  /**
   * The targets of a route, in its order.
   *
   * @throws IOException when there is no such route, or nobody answers
   */
  List<String> targets(String route) throws IOException, InterruptedException {
    List<String> targets =
        targets(
            get(
                "/v1/models/"
                    + URLEncoder.encode(route, StandardCharsets.UTF_8).replace("+", "%20")));
    if (targets.isEmpty()) {
      throw new IOException(base + " does not say which targets the route " + route + " has");
    }
    return targets;
  }

  /**
   * What may be asked for by name, and its targets, both in Trefoil's order.
   *
   * @throws IOException in a person's words, when it is not told
   */
  public Map<String, List<String>> routes() throws IOException, InterruptedException {
    Map<String, List<String>> routes = new LinkedHashMap<>();
    for (JsonNode route : get("/v1/models").path("data")) {
      List<String> targets = targets(route);
      if (!targets.isEmpty()) {
        routes.put(route.path("id").asText(), targets);
      }
    }
    if (routes.isEmpty()) {
      throw new IOException(base + " has no route that this key may ask for");
    }
    return routes;
  }

  /**
   * What the process that answers knows of its targets, by their names.
   *
   * @throws IOException in a person's words, when it is not told
   */
  public Map<String, KnownTarget> known() throws IOException, InterruptedException {
    Map<String, KnownTarget> known = new LinkedHashMap<>();
    for (JsonNode target : get("/v1/targets").path("data")) {
      known.put(target.path("id").asText(), KnownTarget.read(target));
    }
    return known;
  }

  private static List<String> targets(JsonNode route) {
    List<String> targets = new ArrayList<>();
    route.path("targets").forEach(target -> targets.add(target.asText()));
    return targets;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    JsonNode body = body(response);
    if (response.statusCode() != 200) {
      throw new IOException(reason(response.statusCode(), body));
    }
    return body;
  }

  /** Makes a call of chat completions. What fails is an answer too: it says why. */
  public Answer ask(ObjectNode request) throws InterruptedException {
    return post("/v1/chat/completions", request);
  }

  /** Makes a call of embeddings, whose answer has no text. */
  public Answer embed(ObjectNode request) throws InterruptedException {
    return post("/v1/embeddings", request);
  }

  private Answer post(String path, ObjectNode request) throws InterruptedException {
    long before = System.nanoTime();
    try {
      HttpResponse<InputStream> response =
          send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString(request.toString())));
      JsonNode body = body(response);
      return response.statusCode() == 200
          ? Answer.Given.read(body, response.headers(), (System.nanoTime() - before) / 1_000_000)
          : new Answer.Failed(reason(response.statusCode(), body));
    } catch (IOException e) {
      return new Answer.Failed(e.getMessage());
    }
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    key.ifPresent(secret -> request.header("authorization", "Bearer " + secret));
    idToken.ifPresent(token -> request.header("x-serverless-authorization", "Bearer " + token));
    try {
      return client.send(request.timeout(LIMIT).build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new IOException("nobody answers at " + base + ": " + e, e);
    }
  }

  private JsonNode body(HttpResponse<InputStream> response) throws IOException {
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "what answers at " + base + " is no Trefoil: HTTP " + response.statusCode(), e);
    }
  }

  /** What the attempt met with; without attempts, what Trefoil says. */
  private static String reason(int status, JsonNode body) {
    JsonNode error = body.path("error");
    JsonNode attempt = error.path("attempts").path(0).path("message");
    return "HTTP %d %s"
        .formatted(status, attempt.isTextual() ? attempt.asText() : error.path("message").asText());
  }

  @Override
  public void close() {
    client.close();
  }
}
