package dev.trefoil.store.gcp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Blobs as objects of a Cloud Storage bucket. */
final class CloudStorageBlobs implements BlobStore {
  private final GoogleCalls calls;
  private final String bucket;
  private final String objects;
  private final UrlSigner signer;

  CloudStorageBlobs(GoogleCalls calls, String bucket, UrlSigner signer) {
    this.calls = calls;
    this.bucket = "storage/v1/b/" + bucket + "/o";
    this.objects = calls.base() + bucket + "/";
    this.signer = signer;
  }

  @Override
  public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "POST",
            "upload/" + bucket + "?uploadType=media&name=" + encoded(name),
            "application/octet-stream",
            bytes,
            deadline);
    if (response.statusCode() != 200) {
      throw refusal(name, response);
    }
  }

  @Override
  public byte[] get(String name, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        calls.get(bucket + "/" + encoded(name) + "?alt=media", deadline);
    if (isNoBlob(response)) {
      throw new NoBlob("storage has no blob " + bucket + "/" + name);
    }
    if (response.statusCode() != 200) {
      throw refusal(name, response);
    }
    return response.body();
  }

  @Override
  public void delete(String name, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "DELETE", bucket + "/" + encoded(name), "application/json", new byte[0], deadline);
    if (response.statusCode() != 204 && !isNoBlob(response)) {
      throw refusal(name, response);
    }
  }

  /** "The specified bucket does not exist." is the other 404. */
  private static boolean isNoBlob(HttpResponse<byte[]> response) {
    return response.statusCode() == 404 && StoreHttp.words(response).contains("No such object");
  }

  private StoreException refusal(String name, HttpResponse<byte[]> response) {
    return StoreHttp.refusal(
        "storage", "the blob " + bucket + "/" + name, GoogleCalls.WORDS, response);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /** A V4 signed URL of the XML interface, the only one that takes them. */
  @Override
  public BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
    return SignedUrl.get(
        URI.create(objects + name),
        Map.of(
            "response-content-type",
            BlobLink.CONTENT_TYPE,
            "response-content-disposition",
            BlobLink.contentDisposition(name)),
        signer,
        Instant.now(),
        validFor,
        deadline);
  }
}
