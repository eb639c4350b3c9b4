// Amazon S3 and Cloud Storage, as far as putting and getting whole objects goes.
package dev.trefoil.emulators.store;

import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.PresignedVerifier;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.google.ServiceAccountKeys;
import dev.trefoil.emulators.identity.google.SignedUrlVerifier;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Objects in memory. {@code /bucket/name} is S3, where the signature is checked, in the header or
 * in the query, or Cloud Storage's XML interface where the query is signed for that; {@code
 * /storage/v1/b/…} and {@code /upload/storage/v1/b/…} are Cloud Storage's JSON interface, where a
 * bearer token has to be there, as Google's clients send one to their own emulators. Which buckets
 * there are is said at the start.
 */
public final class ObjectStoreEmulator implements AutoCloseable {
  private static final String GOOGLE = "/storage/v1/b/";
  private static final String GOOGLE_UPLOAD = "/upload" + GOOGLE;

  /** What both XML interfaces say of an object that is not there. */
  private static final String NO_KEY =
      "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>";

  private static final Headers STORED = Headers.of("content-type", "application/octet-stream");

  /** The codes of both services that are no matter of rights. */
  private static final Set<String> BAD_REQUESTS =
      Set.of(
          "AuthorizationQueryParametersError", "ExpiredToken", "InvalidArgument", "InvalidToken");

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Set<String> buckets;
  private final SigV4Verifier signatures;
  private final PresignedVerifier presigned;
  private final SignedUrlVerifier signedUrls;
  private final HttpServer server;

  private ObjectStoreEmulator(
      AwsKeyring keyring, ServiceAccountKeys googleKeys, Set<String> buckets) {
    this.buckets = Set.copyOf(buckets);
    Clock clock = Clock.systemUTC();
    this.signatures = new SigV4Verifier("s3", keyring, clock);
    this.presigned = new PresignedVerifier(keyring, clock);
    this.signedUrls = new SignedUrlVerifier(googleKeys, clock);
    this.server = HttpServer.start(0, this::answer);
  }

  /**
   * Starts it on any free port.
   *
   * @param keyring the keys that may sign for S3
   * @param googleKeys those that may sign URLs of Cloud Storage
   * @param buckets that there are, by either service
   */
  public static ObjectStoreEmulator start(
      AwsKeyring keyring, ServiceAccountKeys googleKeys, Set<String> buckets) {
    return new ObjectStoreEmulator(keyring, googleKeys, buckets);
  }

  /** Its URL, without a last slash. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** How many objects there are. */
  public int size() {
    return objects.size();
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    if (request.path().startsWith(GOOGLE_UPLOAD)) {
      google(request, exchange, bucket(request.path(), GOOGLE_UPLOAD), request.parameter("name"));
    } else if (request.path().startsWith(GOOGLE)) {
      String rest = request.path().substring(GOOGLE.length());
      int name = rest.indexOf("/o/");
      google(
          request,
          exchange,
          bucket(request.path(), GOOGLE),
          name < 0 ? Optional.empty() : Optional.of(decoded(rest.substring(name + 3))));
    } else if (SignedUrlVerifier.concerns(request)) {
      linked(request, exchange, "gs:/", signedUrls.verify(request));
    } else if (PresignedVerifier.concerns(request)) {
      linked(request, exchange, "s3:/", presigned.verify(request));
    } else if (request.headers().first("authorization").isEmpty()) {
      // Both say so to whoever says nothing of himself.
      refuse(exchange, new Verdict.Rejected("AccessDenied", "Access Denied"));
    } else {
      s3(request, exchange);
    }
  }

  /** One who comes by a link reads, and says what the object is to be taken for. */
  private void linked(HttpRequest request, HttpExchange exchange, String store, Verdict verdict)
      throws IOException {
    switch (verdict) {
      case Verdict.Rejected rejected -> refuse(exchange, rejected);
      case Verdict.Accepted accepted -> {
        Headers headers =
            Headers.of(
                "content-type",
                request.parameter("response-content-type").orElse("application/octet-stream"));
        request
            .parameter("response-content-disposition")
            .ifPresent(value -> headers.add("content-disposition", value));
        get(exchange, store + request.path(), headers, NO_KEY);
      }
    }
  }

  private static void refuse(HttpExchange exchange, Verdict.Rejected rejected) throws IOException {
    send(
        exchange,
        BAD_REQUESTS.contains(rejected.code()) ? 400 : 403,
        "<Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(rejected.code(), rejected.reason()));
  }

  private void google(
      HttpRequest request, HttpExchange exchange, String bucket, Optional<String> name)
      throws IOException {
    if (request.headers().first("authorization").filter(v -> v.startsWith("Bearer ")).isEmpty()) {
      send(exchange, 401, "{\"error\":{\"code\":401,\"message\":\"no bearer token\"}}");
    } else if (name.isEmpty()) {
      send(exchange, 400, "{\"error\":{\"code\":400,\"message\":\"no object name\"}}");
    } else if (!buckets.contains(bucket)) {
      send(exchange, 404, "The specified bucket does not exist.");
    } else if (request.method().equals("DELETE")) {
      if (objects.remove("gs://" + bucket + "/" + name.get()) == null) {
        send(exchange, 404, noObject(bucket, name.get()));
      } else {
        exchange.send(204, new Headers(), new byte[0]);
      }
    } else if (request.method().equals("POST")) {
      objects.put("gs://" + bucket + "/" + name.get(), request.body());
      send(exchange, 200, "{\"kind\":\"storage#object\"}");
    } else {
      get(exchange, "gs://" + bucket + "/" + name.get(), STORED, noObject(bucket, name.get()));
    }
  }

  private void s3(HttpRequest request, HttpExchange exchange) throws IOException {
    if (signatures.verify(request) instanceof Verdict.Rejected rejected) {
      refuse(exchange, rejected);
    } else if (!buckets.contains(bucket(request.path(), "/"))) {
      send(exchange, 404, "<Error><Code>NoSuchBucket</Code></Error>");
    } else if (request.method().equals("PUT")) {
      objects.put("s3:/" + request.path(), request.body());
      exchange.send(200, Headers.of("etag", "\"1\""), new byte[0]);
    } else if (request.method().equals("DELETE")) {
      objects.remove("s3:/" + request.path());
      exchange.send(204, new Headers(), new byte[0]);
    } else {
      get(exchange, "s3:/" + request.path(), STORED, NO_KEY);
    }
  }

  private static String noObject(String bucket, String name) {
    return "No such object: " + bucket + "/" + name;
  }

  private void get(HttpExchange exchange, String key, Headers headers, String missing)
      throws IOException {
    byte[] object = objects.get(key);
    if (object == null) {
      send(exchange, 404, missing);
    } else {
      exchange.send(200, headers, object);
    }
  }

  private static String bucket(String path, String prefix) {
    String rest = path.substring(prefix.length());
    return rest.substring(0, Math.max(0, rest.indexOf('/')));
  }

  private static String decoded(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.send(
        status, Headers.of("content-type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
  }
}
