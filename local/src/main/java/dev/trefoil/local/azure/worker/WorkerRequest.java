// The request as a function sees it, after the host and the worker have each had a hand in it.
package dev.trefoil.local.azure.worker;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import dev.trefoil.emulators.net.HttpRequest;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request message; header names are in lower case, several values joined by commas.
 *
 * @param url as the host tells it, which need not be a URI
 */
record WorkerRequest(
    String url,
    String method,
    Map<String, String> headers,
    Map<String, String> queryParameters,
    Object body)
    implements HttpRequestMessage<Object> {

  /**
   * A request as the host tells it to a worker: with the path encoded anew, and the query as it
   * came but for a fragment's mark. Sources: ToRpcHttp in GrpcMessageConversionExtensions of
   * azure-functions-host, PathString and QueryString of ASP.NET Core
   *
   * @param path decoded
   * @param bodyType the type argument of the function's parameter
   */
  static WorkerRequest of(HttpRequest request, String path, Type bodyType) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : request.headers().asMap().keySet()) {
      headers.put(name, request.headers().joined(name).orElseThrow());
    }
    String query = request.query().isEmpty() ? "" : "?" + request.query().replace("#", "%23");
    // A chunked body is not read.
    byte[] body = headers.containsKey("content-length") ? request.body() : new byte[0];
    return new WorkerRequest(
        "http://" + headers.getOrDefault("host", "localhost") + RequestPath.encode(path) + query,
        request.method(),
        headers,
        Query.parameters(request.query()),
        RequestBody.convert(body, headers.getOrDefault("content-type", ""), bodyType));
  }

  @Override
  public URI getUri() {
    return URI.create(url);
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.value(method);
  }

  @Override
  public Map<String, String> getHeaders() {
    return headers;
  }

  @Override
  public Map<String, String> getQueryParameters() {
    return queryParameters;
  }

  @Override
  public Object getBody() {
    return body;
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return new WorkerResponse().status(status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new WorkerResponse().status(status);
  }
}
