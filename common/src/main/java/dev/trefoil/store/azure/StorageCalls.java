package dev.trefoil.store.azure;

import dev.trefoil.chat.Deadline;
import dev.trefoil.identity.Authorization;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Refused;
import dev.trefoil.store.StoreException.Unreachable;
import dev.trefoil.store.StoreHttp;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls of a storage account by its REST interface, with the managed identity's token. The client
 * libraries of tables, queues and blobs would add a pipeline each for the dozen calls that a store
 * needs.
 */
final class StorageCalls {
  /** The REST interface's version: the newest that all regions and Azurite know. */
  static final String VERSION = "2021-12-02";

  /** Source: "Common REST API error codes" and those of the table, blob and queue services. */
  private static final StoreHttp.Words WORDS =
      new StoreHttp.Words(
          List.of(
              "TableNotFound",
              "TableBeingDeleted",
              "ContainerNotFound",
              "ContainerBeingDeleted",
              "QueueNotFound",
              "QueueBeingDeleted"),
          List.of("ServerBusy", "OperationTimedOut"),
          List.of(
              "EntityTooLarge", "PropertyValueTooLarge", "RequestBodyTooLarge", "MessageTooLarge"));

  private final Authorization identity;

  StorageCalls(Authorization identity) {
    this.identity = identity;
  }

  /** Any answer is the caller's to read. */
  HttpResponse<byte[]> send(
      String service,
      String method,
      String url,
      Map<String, String> headers,
      byte[] body,
      Deadline deadline)
      throws StoreException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("authorization", token(service, deadline))
            .header("x-ms-version", VERSION)
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return StoreHttp.send(service, request.build(), deadline);
  }

  /** What an answer that nobody asked for is thrown as. */
  static StoreException refusal(String service, String what, HttpResponse<byte[]> response) {
    return StoreHttp.refusal(service, what, WORDS, response);
  }

  /** Waiting for it ends at the deadline. */
  private String token(String service, Deadline deadline) throws StoreException {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Void> end = new CompletableFuture<>();
    end.completeOnTimeout(null, deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(cancellation::cancel);
    try {
      return identity.header(cancellation);
    } catch (ProviderException e) {
      String words = service + " is not called: " + e.getMessage();
      throw cancellation.isCancelled() ? new Unreachable(words, e) : new Refused(words, e);
    } finally {
      end.cancel(false);
    }
  }
}
