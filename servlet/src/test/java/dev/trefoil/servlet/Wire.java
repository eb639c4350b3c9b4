package dev.trefoil.servlet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Calls over loopback. */
final class Wire {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Wire() {}

  static HttpResponse<String> get(int port, String path) throws Exception {
    return CLIENT.send(request(port, path).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> post(int port, String path, String body) throws Exception {
    return CLIENT.send(
        request(port, path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> post(int port, String path, String body, String header, String value)
      throws Exception {
    return CLIENT.send(
        request(port, path).header(header, value).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("content-type", "application/json");
  }

  /** A connection on which these bytes have been sent. */
  static Socket open(int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** All that is answered until the connection is closed. */
  static String exchange(int port, String request) throws IOException {
    try (Socket socket = open(port, request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String posted(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n"
        + "content-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
