package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.trefoil.http.Query;
import java.net.URISyntaxException;

/** What the host says of a request's URL. */
final class RequestUrl {
  private RequestUrl() {}

  /**
   * The path, still percent-encoded. The host decodes and encodes it, but hands the query on as the
   * client wrote it: for one that is no URI's, such as {@code x={y}} or {@code 100%}, {@code
   * getUri()} throws (ToRpcHttp of azure-functions-host, RpcHttpRequestDataSource of
   * azure-functions-java-worker 2.17.0). What it could not read is in the exception.
   */
  static String path(HttpRequestMessage<?> request) {
    String url = raw(request);
    int path = url.indexOf('/', url.indexOf("://") + 3);
    int query = url.indexOf('?');
    return url.substring(path < 0 ? url.length() : path, query < 0 ? url.length() : query);
  }

  /** The query, which the host hands on as the client wrote it. */
  static Query query(HttpRequestMessage<?> request) {
    String url = raw(request);
    int query = url.indexOf('?');
    return new Query(query < 0 ? "" : url.substring(query + 1));
  }

  private static String raw(HttpRequestMessage<?> request) {
    try {
      return request.getUri().toString();
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof URISyntaxException syntax) {
        return syntax.getInput();
      }
      throw e;
    }
  }
}
