// Azure AI Search, as far as indices and searches by words, vectors and filters go.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.entra.EntraBearers;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Indices in memory: they are created, replaced, shown and deleted, documents are indexed in
 * batches, looked up, counted and searched, by the REST interface from API version 2024-07-01 on
 * and with tokens of Entra. A token that does not open it is answered with 401, one whose holder
 * has no role with 403.
 *
 * <p>The service finds documents some seconds after it has taken them. Here that is at once, unless
 * {@link #holdRefreshes} puts it off.
 */
public final class AzureSearchEmulator implements AutoCloseable {
  /** Source: "Service limits in Azure AI Search", of one indexing request: 16 MB. */
  private static final int MOST_BYTES = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(
          "/indexes(?:(?:\\('(?<name>[^']+)'\\)|/(?<plain>[^/]+))"
              + "(?:/docs(?:\\('(?<key>[^']+)'\\)|/(?<what>[^/]+))?)?)?");
  private static final Pattern VERSION = Pattern.compile("202[4-9]-[01][0-9]-[0-3][0-9]");

  private final BearerVerifier tokens;
  private final HttpServer server;
  private final Map<String, SearchIndex> indexes = new TreeMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final ConcurrentLinkedQueue<Integer> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> documentFailures = new ConcurrentLinkedQueue<>();
  private boolean held;

  private AzureSearchEmulator(BearerVerifier tokens) {
    this.tokens = tokens;
    this.server = HttpServer.start(0, 2 * MOST_BYTES, this::handle);
  }

  /**
   * Starts it on any free port.
   *
   * @param tokens which open it
   */
  public static AzureSearchEmulator start(BearerVerifier tokens) {
    return new AzureSearchEmulator(tokens);
  }

  /** Its URL, without a last slash. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** How often it was asked. */
  public int calls() {
    return calls.get();
  }

  /** Answers the next requests so, one a status; 0 closes the connection. */
  public void fail(int... statuses) {
    for (int status : statuses) {
      failures.add(status);
    }
  }

  /** Has every other document of the next batches fail so, one a status. */
  public void failDocuments(int... statuses) {
    for (int status : statuses) {
      documentFailures.add(status);
    }
  }

  /** What is indexed from now on is found only after {@link #refresh}. */
  public synchronized void holdRefreshes() {
    held = true;
  }

  /** Has all be found that was indexed, and goes on to do so at once. */
  public synchronized void refresh() {
    held = false;
    indexes.values().forEach(SearchIndex::refresh);
  }

  /** How many documents an index has; 0 without one. */
  public synchronized int size(String index) {
    return indexes.containsKey(index) ? indexes.get(index).size() : 0;
  }

  @Override
  public void close() {
    server.close();
  }

  private record Reply(int status, Optional<JsonNode> body) {
    static Reply of(int status, JsonNode body) {
      return new Reply(status, Optional.of(body));
    }
  }

  private void handle(HttpRequest request, HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    Integer failure = failures.poll();
    if (failure != null && failure == 0) {
      exchange.reset();
      return;
    }
    try {
      if (failure != null) {
        throw Refusal.of(failure, "", "An error of status " + failure + " was asked for.");
      }
      Reply reply = answer(request);
      byte[] body = reply.body().map(AzureSearchEmulator::bytes).orElse(new byte[0]);
      exchange.send(reply.status(), Headers.of("content-type", "application/json"), body);
    } catch (RefusedException e) {
      HttpError error = e.error();
      exchange.send(
          error.status(), Headers.of("content-type", "application/json"), bytes(error.body()));
    }
  }

  private Reply answer(HttpRequest request) throws RefusedException {
    authorize(request);
    String version = request.parameter("api-version").orElse("");
    if (!VERSION.matcher(version).matches() || version.compareTo("2024-07-01") < 0) {
      throw Refusal.of(
          400,
          "InvalidApiVersionParameter",
          "The api-version '" + version + "' is invalid or missing from the query string.");
    }
    if (request.body().length > MOST_BYTES) {
      throw Refusal.of(413, "", "The request is larger than 16 MB.");
    }
    Matcher path = PATH.matcher(URLDecoder.decode(request.path(), StandardCharsets.UTF_8));
    if (!path.matches()) {
      throw notFound("The requested resource does not exist.");
    }
    synchronized (this) {
      return answer(request, path);
    }
  }

  private void authorize(HttpRequest request) throws RefusedException {
    if (tokens.verifyHeader(request.headers().first("authorization"))
        instanceof Verdict.Rejected rejected) {
      throw rejected.code().equals(EntraBearers.PERMISSION_DENIED)
          ? Refusal.of(403, "Forbidden", "Authorization failed.")
          : Refusal.of(401, "Unauthorized", "The access token is missing or invalid.");
    }
  }

  private static RefusedException notFound(String message) {
    return Refusal.of(404, "ResourceNotFound", message);
  }

  private Reply answer(HttpRequest request, Matcher path) throws RefusedException {
    String name = path.group("name") == null ? path.group("plain") : path.group("name");
    String method = request.method();
    if (name == null) {
      return method.equals("POST") ? create(read(request)) : unsupported();
    }
    boolean documents = path.group().contains("/docs");
    if (!documents) {
      return switch (method) {
        case "PUT" -> replace(name, read(request));
        case "GET" -> Reply.of(200, index(name).definition());
        case "DELETE" -> {
          index(name);
          indexes.remove(name);
          yield new Reply(204, Optional.empty());
        }
        default -> unsupported();
      };
    }
    SearchIndex index = index(name);
    if (path.group("key") != null) {
      ObjectNode found =
          index.document(path.group("key")).orElseThrow(() -> notFound("Document not found."));
      return Reply.of(200, SearchQuery.shown(index, found));
    }
    return switch (method + " " + path.group("what")) {
      case "POST search.index", "POST index" -> indexed(index, read(request));
      case "POST search.post.search", "POST search" ->
          Reply.of(200, new SearchQuery(index, read(request)).answer());
      case "GET $count" -> Reply.of(200, JSON.getNodeFactory().numberNode(index.size()));
      default -> unsupported();
    };
  }

  private static Reply unsupported() throws RefusedException {
    throw Refusal.of(405, "", "The requested resource does not support this method.");
  }

  private SearchIndex index(String name) throws RefusedException {
    SearchIndex index = indexes.get(name);
    if (index == null) {
      throw notFound("The index '" + name + "' for service 'emulated' was not found.");
    }
    return index;
  }

  private Reply create(JsonNode definition) throws RefusedException {
    SearchIndex index = SearchIndex.define(definition);
    if (indexes.containsKey(index.name())) {
      throw Refusal.of(
          409,
          "ResourceNameAlreadyInUse",
          "Cannot create index '" + index.name() + "' because it already exists.");
    }
    indexes.put(index.name(), index);
    return Reply.of(201, index.definition());
  }

  /** Of an index that is there, the definition alone could be replaced: not emulated. */
  private Reply replace(String name, JsonNode definition) throws RefusedException {
    SearchIndex index = SearchIndex.define(definition);
    if (!index.name().equals(name)) {
      throw Refusal.invalid("definition : The name differs from that in the path.");
    }
    boolean there = indexes.containsKey(name);
    if (there && !indexes.get(name).fields().equals(index.fields())) {
      throw Refusal.invalid("definition : Existing fields cannot be changed.");
    }
    indexes.putIfAbsent(name, index);
    return Reply.of(there ? 200 : 201, index.definition());
  }

  private Reply indexed(SearchIndex index, JsonNode batch) throws RefusedException {
    Integer failure = documentFailures.poll();
    IntUnaryOperator failing = failure == null ? place -> 0 : place -> place % 2 == 1 ? failure : 0;
    SearchIndex.Indexed indexed = index.index(batch, failing);
    if (!held) {
      index.refresh();
    }
    return Reply.of(indexed.status(), indexed.body());
  }

  private static JsonNode read(HttpRequest request) throws RefusedException {
    try {
      JsonNode body = JSON.readTree(request.body());
      return body == null ? MissingNode.getInstance() : body;
    } catch (JsonProcessingException e) {
      throw Refusal.invalid("The body is not JSON.");
    } catch (IOException e) {
      throw new IllegalStateException(e); // It is in memory.
    }
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
