package dev.trefoil.store.gcp;

import com.google.auth.Credentials;
import com.google.auth.RequestMetadataCallback;
import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreHttp;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Calls of one Google API by its REST interface, with the service account's token. The client
 * libraries of Firestore, Pub/Sub and Cloud Storage would add over 20 MB for the dozen calls that a
 * store needs.
 */
final class GoogleCalls {
  /**
   * Of a database, a bucket, a topic and a subscription; ABORTED is Firestore's for a write that
   * met another.
   */
  static final StoreHttp.Words WORDS =
      new StoreHttp.Words(
          List.of(
              "The database ",
              "The specified bucket does not exist.",
              "Resource not found (resource=",
              "Topic not found",
              "Subscription does not exist"),
          List.of("ABORTED", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED"),
          List.of("exceeds the maximum allowed size", "is too large", "longer than"));

  private final String service;
  private final String base;
  private final Map<String, List<String>> emulated;
  private final Credentials credentials;

  private GoogleCalls(
      String service, String base, Map<String, List<String>> emulated, Credentials credentials) {
    this.service = service;
    this.base = base;
    this.emulated = emulated;
    this.credentials = credentials;
  }

  /**
   * @param service the first part of {@code googleapis.com}'s host
   * @param emulator where an emulator listens, as Google's own variables say it; empty for the real
   *     service. An emulator gets the token that Google's own clients send to one.
   */
  static GoogleCalls of(String service, String emulator, Credentials credentials) {
    if (emulator.isEmpty()) {
      return new GoogleCalls(
          service, "https://" + service + ".googleapis.com/", Map.of(), credentials);
    }
    String base = emulator.startsWith("http") ? emulator : "http://" + emulator;
    return new GoogleCalls(
        service, base + "/", Map.of("authorization", List.of("Bearer owner")), credentials);
  }

  /** The same service at another place, where it is called as the real one is. */
  static GoogleCalls at(String base, String service, Credentials credentials) {
    return new GoogleCalls(service, base + "/", Map.of(), credentials);
  }

  /** Where it is called, with a last slash. */
  String base() {
    return base;
  }

  /** Any answer is the caller's to read. */
  HttpResponse<byte[]> send(String method, String path, String type, byte[] body, Deadline deadline)
      throws StoreException {
    return send(method, path, type, body, Duration.ZERO, deadline);
  }

  /** The same where the service may wait before it answers. */
  HttpResponse<byte[]> send(
      String method, String path, String type, byte[] body, Duration wait, Deadline deadline)
      throws StoreException {
    URI uri = URI.create(base + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("content-type", type)
            .method(method, BodyPublishers.ofByteArray(body));
    headers(uri, deadline)
        .forEach((name, values) -> values.forEach(value -> request.setHeader(name, value)));
    return StoreHttp.send(service, request.build(), wait, deadline);
  }

  HttpResponse<byte[]> get(String path, Deadline deadline) throws StoreException {
    return send("GET", path, "application/json", new byte[0], deadline);
  }

  private Map<String, List<String>> headers(URI uri, Deadline deadline) throws StoreException {
    if (!emulated.isEmpty()) {
      return emulated;
    }
    CompletableFuture<Map<String, List<String>>> coming = new CompletableFuture<>();
    credentials.getRequestMetadata(
        uri,
        Runnable::run,
        new RequestMetadataCallback() {
          @Override
          public void onSuccess(Map<String, List<String>> metadata) {
            coming.complete(metadata);
          }

          @Override
          public void onFailure(Throwable failure) {
            coming.completeExceptionally(failure);
          }
        });
    return StoreHttp.credential(service, coming, deadline);
  }
}
