// Of a door that takes answers whole, and only so many bytes of them.
package dev.trefoil.servlet;

import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps an answer until it is whole; one that is started again forgets the first. */
final class BufferedAnswer implements ResponseSink {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status;
  private Headers headers = new Headers();

  @Override
  public OutputStream start(int newStatus, Headers newHeaders) {
    body.reset();
    status = newStatus;
    headers = newHeaders;
    return body;
  }

  void send(HttpServletResponse response) throws IOException {
    ResponseHead.write(status, headers, response);
    response.getOutputStream().write(body.toByteArray());
  }
}
