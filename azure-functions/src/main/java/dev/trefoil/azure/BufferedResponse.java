package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Keeps a response until it is whole, as the Java worker wants it: it cannot stream. */
final class BufferedResponse implements ResponseSink {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status;
  private Headers headers;

  @Override
  public OutputStream start(int statusCode, Headers responseHeaders) {
    status = statusCode;
    headers = responseHeaders;
    return body;
  }

  HttpResponseMessage in(HttpRequestMessage<?> request) {
    HttpResponseMessage.Builder builder =
        request.createResponseBuilder(HttpStatusType.custom(status));
    // A header has one value here, and a later one takes an earlier one's place.
    Map<String, String> joined = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> joined.merge(name, value, (a, b) -> a + ", " + b));
    joined.forEach(builder::header);
    return builder.body(body.toByteArray()).build();
  }
}
