package dev.trefoil.gcp;

import dev.trefoil.job.BlobStore;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Blobs as objects of a Cloud Storage bucket. */
final class CloudStorageBlobs implements BlobStore {
  private final GoogleCalls calls;
  private final String bucket;

  CloudStorageBlobs(GoogleCalls calls, String bucket) {
    this.calls = calls;
    this.bucket = "storage/v1/b/" + bucket + "/o";
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
      throw StoreHttp.refusal("storage", response);
    }
  }

  @Override
  public byte[] get(String name) throws StoreException {
    HttpResponse<byte[]> response = calls.get(bucket + "/" + encoded(name) + "?alt=media");
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("storage", response);
    }
    return response.body();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
