package dev.trefoil.aws;

import dev.trefoil.job.BlobStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;

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
      throw StoreHttp.refusal("s3", response);
    }
  }

  @Override
  public byte[] get(String name) throws StoreException {
    HttpResponse<byte[]> response =
        calls.send("GET", URI.create(bucket + name), Map.of(), new byte[0]);
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("s3", response);
    }
    return response.body();
  }
}
