// Status and headers, in the container's words.
package dev.trefoil.servlet;

import dev.trefoil.http.Headers;
import jakarta.servlet.http.HttpServletResponse;

/** Writes the head of an answer. */
final class ResponseHead {
  private ResponseHead() {}

  static void write(int status, Headers headers, HttpServletResponse response) {
    response.setStatus(status);
    headers.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase("content-type")) {
            response.setContentType(value);
          } else {
            response.addHeader(name, value);
          }
        });
  }
}
