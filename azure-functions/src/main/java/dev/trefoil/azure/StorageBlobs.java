package dev.trefoil.azure;

import dev.trefoil.job.BlobLink;
import dev.trefoil.job.BlobStore;
import dev.trefoil.job.NoSuchBlobException;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
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
  public void put(String name, byte[] bytes) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send("blob", "PUT", container + name, Map.of("x-ms-blob-type", "BlockBlob"), bytes);
    if (response.statusCode() != 201) {
      throw StoreHttp.refusal("blob", "the blob " + container + name, response);
    }
  }

  @Override
  public byte[] get(String name) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send("blob", "GET", container + name, Map.of(), new byte[0]);
    if (response.statusCode() == 404 && StoreHttp.words(response).contains("BlobNotFound")) {
      throw new NoSuchBlobException("blob has no blob " + container + name);
    }
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("blob", "the blob " + container + name, response);
    }
    return response.body();
  }

  /** A user delegation SAS: it takes no account key, of which the account need have none. */
  @Override
  public BlobLink link(String name, Duration validFor) throws StoreException {
    return sas.link(name, validFor);
  }
}
