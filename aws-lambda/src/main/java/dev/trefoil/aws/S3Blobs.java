package dev.trefoil.aws;

import dev.trefoil.job.BlobLink;
import dev.trefoil.job.BlobStore;
import dev.trefoil.job.NoSuchBlobException;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Blobs as objects of an S3 bucket. */
final class S3Blobs implements BlobStore {
  private final SignedCalls calls;
  private final String bucket;

  /**
   * @param endpoint of S3, to which the bucket is a path
   */
  S3Blobs(SignedCalls calls, URI endpoint, String bucket) {
    this.calls = calls;
    this.bucket = endpoint + "/" + bucket + "/";
  }

  @Override
  public void put(String name, byte[] bytes) throws StoreException {
    HttpResponse<byte[]> response = calls.send("PUT", URI.create(bucket + name), Map.of(), bytes);
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("s3", "the blob " + bucket + name, response);
    }
  }

  @Override
  public byte[] get(String name) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send("GET", URI.create(bucket + name), Map.of(), new byte[0]);
    if (response.statusCode() == 404 && StoreHttp.words(response).contains("NoSuchKey")) {
      throw new NoSuchBlobException("s3 has no blob " + bucket + name);
    }
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("s3", "the blob " + bucket + name, response);
    }
    return response.body();
  }

  /** A presigned URL (Amazon S3, "Authenticating Requests: Using Query Parameters"). */
  @Override
  public BlobLink link(String name, Duration validFor) throws StoreException {
    String shown =
        BlobLink.query(
            new TreeMap<>(
                Map.of(
                    "response-content-type",
                    BlobLink.CONTENT_TYPE,
                    "response-content-disposition",
                    BlobLink.contentDisposition(name))));
    return calls.presigned(URI.create(bucket + name + "?" + shown), validFor, Clock.systemUTC());
  }
}
