package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request in the form in which the worker has it: what is no URI fails when it is asked for. */
record WorkerMessage(
    HttpMethod getHttpMethod, String url, Map<String, String> getHeaders, Optional<String> getBody)
    implements HttpRequestMessage<Optional<String>> {

  static WorkerMessage get(String url) {
    return new WorkerMessage(HttpMethod.GET, url, Map.of(), Optional.empty());
  }

  @Override
  public URI getUri() {
    return URI.create(url);
  }

  @Override
  public Map<String, String> getQueryParameters() {
    return Map.of();
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return createResponseBuilder((HttpStatusType) status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new Response(status, new HashMap<>(), new ByteArrayOutputStream());
  }

  /** As the worker's: one value a header. */
  private record Response(
      HttpStatusType getStatus, Map<String, String> headers, ByteArrayOutputStream bytes)
      implements HttpResponseMessage, HttpResponseMessage.Builder {
    @Override
    public String getHeader(String key) {
      return headers.get(key);
    }

    @Override
    public Object getBody() {
      return bytes.toByteArray();
    }

    @Override
    public Response status(HttpStatusType status) {
      return new Response(status, headers, bytes);
    }

    @Override
    public Response header(String key, String value) {
      headers.put(key, value);
      return this;
    }

    @Override
    public Response body(Object body) {
      bytes.writeBytes((byte[]) body);
      return this;
    }

    @Override
    public Response build() {
      return this;
    }
  }
}
