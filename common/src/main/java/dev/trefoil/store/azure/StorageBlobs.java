package dev.trefoil.store.azure;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreHttp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Blobs of a container of Blob storage. */
final class StorageBlobs implements BlobStore {
  private final StorageCalls calls;
  private final String container;
  private final BlobSas sas;

  /**
   * @param container its URL
   */
  StorageBlobs(StorageCalls calls, String container) {
    this.calls = calls;
    this.container = container + "/";
    this.sas = new BlobSas(calls, URI.create(container), InstantSource.system());
  }

  @Override
  public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        send("PUT", name, Map.of("x-ms-blob-type", "BlockBlob"), bytes, deadline);
    if (response.statusCode() != 201) {
      throw refusal(name, response);
    }
  }

  @Override
  public byte[] get(String name, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response = send("GET", name, Map.of(), new byte[0], deadline);
    if (isNoBlob(response)) {
      throw new NoBlob("blob has no blob " + container + name);
    }
    if (response.statusCode() != 200) {
      throw refusal(name, response);
    }
    return response.body();
  }

  @Override
  public void delete(String name, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response = send("DELETE", name, Map.of(), new byte[0], deadline);
    if (response.statusCode() != 202 && !isNoBlob(response)) {
      throw refusal(name, response);
    }
  }

  private static boolean isNoBlob(HttpResponse<byte[]> response) {
    return response.statusCode() == 404 && StoreHttp.words(response).contains("BlobNotFound");
  }

  /** A user delegation SAS: it takes no account key, of which the account need have none. */
  @Override
  public BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
    return sas.link(name, validFor, deadline);
  }

  private HttpResponse<byte[]> send(
      String method, String name, Map<String, String> headers, byte[] body, Deadline deadline)
      throws StoreException {
    return calls.send("blob", method, container + name, headers, body, deadline);
  }

  private StoreException refusal(String name, HttpResponse<byte[]> response) {
    return StorageCalls.refusal("blob", "the blob " + container + name, response);
  }
}
