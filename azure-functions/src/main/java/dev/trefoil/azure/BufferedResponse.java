package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

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
    headers.forEach(builder::header);
    return builder.body(body.toByteArray()).build();
  }
}
