package dev.trefoil.azure;

import dev.trefoil.identity.Authorization;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * Calls of a storage account by its REST interface, with the managed identity's token. The client
 * libraries of tables, queues and blobs would add a pipeline each for the seven calls that jobs
 * need.
 */
final class StorageCalls {
  /** The REST interface's version: the newest that all regions and Azurite know. */
  static final String VERSION = "2021-12-02";

  private final Authorization identity;

  StorageCalls(Authorization identity) {
    this.identity = identity;
  }

  /** Any answer is the caller's to read. */
  HttpResponse<byte[]> send(
      String service, String method, String url, Map<String, String> headers, byte[] body)
      throws StoreException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("authorization", token(service))
            .header("x-ms-version", VERSION)
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return StoreHttp.send(service, request.build());
  }

  private String token(String service) throws StoreException {
    try {
      return identity.header(new Cancellation());
    } catch (ProviderException e) {
      throw new StoreException(service + " is not called: " + e.getMessage(), e);
    }
  }
}
