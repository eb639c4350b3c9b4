package dev.trefoil.gcp;

import dev.trefoil.job.BlobLink;
import dev.trefoil.job.BlobStore;
import dev.trefoil.job.NoSuchBlobException;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
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
  public void put(String name, byte[] bytes) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "POST",
            "upload/" + bucket + "?uploadType=media&name=" + encoded(name),
            "application/octet-stream",
            bytes);
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("storage", "the blob " + bucket + "/" + name, response);
    }
  }

  @Override
  public byte[] get(String name) throws StoreException {
    HttpResponse<byte[]> response = calls.get(bucket + "/" + encoded(name) + "?alt=media");
    // "The specified bucket does not exist." is the other 404.
    if (response.statusCode() == 404 && StoreHttp.words(response).contains("No such object")) {
      throw new NoSuchBlobException("storage has no blob " + bucket + "/" + name);
    }
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("storage", "the blob " + bucket + "/" + name, response);
    }
    return response.body();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /** A V4 signed URL of the XML interface, the only one that takes them. */
  @Override
  public BlobLink link(String name, Duration validFor) throws StoreException {
    return SignedUrl.get(
        URI.create(objects + name),
        Map.of(
            "response-content-type",
            BlobLink.CONTENT_TYPE,
            "response-content-disposition",
            BlobLink.contentDisposition(name)),
        signer,
        Instant.now(),
        validFor);
  }
}
