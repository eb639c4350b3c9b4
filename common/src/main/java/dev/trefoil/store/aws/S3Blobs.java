package dev.trefoil.store.aws;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.store.StoreHttp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Blobs as objects of an S3 bucket. */
final class S3Blobs implements BlobStore {
  /** Source: "Error responses" of the S3 API Reference. */
  private static final StoreHttp.Words WORDS =
      new StoreHttp.Words(
          List.of("<Code>NoSuchBucket</Code>"),
          List.of("<Code>OperationAborted</Code>", "<Code>RequestTimeout</Code>"),
          List.of("<Code>EntityTooLarge</Code>"));

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
  public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response = send("PUT", name, bytes, deadline);
    if (response.statusCode() != 200) {
      throw refusal(name, response);
    }
  }

  @Override
  public byte[] get(String name, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response = send("GET", name, new byte[0], deadline);
    if (response.statusCode() == 404
        && StoreHttp.words(response).contains("<Code>NoSuchKey</Code>")) {
      throw new NoBlob("s3 has no blob " + bucket + name);
    }
    if (response.statusCode() != 200) {
      throw refusal(name, response);
    }
    return response.body();
  }

  /** S3 says 204 of one that is not there as well. */
  @Override
  public void delete(String name, Deadline deadline) throws StoreException {
    HttpResponse<byte[]> response = send("DELETE", name, new byte[0], deadline);
    if (response.statusCode() != 204) {
      throw refusal(name, response);
    }
  }

  /** A presigned URL (Amazon S3, "Authenticating Requests: Using Query Parameters"). */
  @Override
  public BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
    String shown =
        BlobLink.query(
            new TreeMap<>(
                Map.of(
                    "response-content-type",
                    BlobLink.CONTENT_TYPE,
                    "response-content-disposition",
                    BlobLink.contentDisposition(name))));
    return calls.presigned(
        URI.create(bucket + name + "?" + shown), validFor, Clock.systemUTC(), deadline);
  }

  private HttpResponse<byte[]> send(String method, String name, byte[] body, Deadline deadline)
      throws StoreException {
    return calls.send(method, URI.create(bucket + name), Map.of(), body, Duration.ZERO, deadline);
  }

  private StoreException refusal(String name, HttpResponse<byte[]> response) {
    return StoreHttp.refusal("s3", "the blob " + bucket + name, WORDS, response);
  }
}
