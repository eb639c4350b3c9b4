package dev.trefoil.fuzz;

import dev.trefoil.http.Headers;

/**
 * One HTTP call.
 *
 * @param path as it goes over the wire, percent-encoded
 */
record Sent(String method, String path, Headers headers, byte[] body) {
  static Sent post(String path, byte[] body) {
    return new Sent("POST", path, new Headers(), body);
  }

  static Sent chat(byte[] body) {
    return post("/v1/chat/completions", body);
  }

  static Sent responses(byte[] body) {
    return post("/v1/responses", body);
  }
}
