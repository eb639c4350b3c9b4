// The request as a function sees it, after the host and the worker have each had a hand in it.
package dev.trefoil.local.azure.worker;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request message; header names are in lower case, several values joined by commas. */
record WorkerRequest(
    URI uri,
    HttpMethod method,
    Map<String, String> headers,
    Map<String, String> queryParameters,
    Object body)
    implements HttpRequestMessage<Object> {

  /**
   * @param bodyType the type argument of the function's parameter
   */
  static WorkerRequest of(HttpExchange exchange, byte[] body, Type bodyType) {
    Headers headers = exchange.getRequestHeaders();
    // The host hands the body on only where Content-Length says that there is one: a chunked body
    // reaches a Java function empty (azure-functions-java-worker, issue 781).
    byte[] handedOn = headers.containsKey("Content-Length") ? body : new byte[0];
    String contentType = Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
    Map<String, String> joined = new LinkedHashMap<>();
    headers.forEach(
        (name, values) -> joined.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("localhost");
    return new WorkerRequest(
        URI.create("http://" + host + exchange.getRequestURI()),
        HttpMethod.value(exchange.getRequestMethod()),
        joined,
        query(exchange.getRequestURI().getRawQuery()),
        RequestBody.convert(handedOn, contentType, bodyType));
  }

  private static Map<String, String> query(String rawQuery) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (rawQuery != null && !rawQuery.isEmpty()) {
      for (String pair : rawQuery.split("&")) {
        String[] sides = pair.split("=", 2);
        parameters.merge(
            URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
            sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8),
            (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public HttpMethod getHttpMethod() {
    return method;
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
