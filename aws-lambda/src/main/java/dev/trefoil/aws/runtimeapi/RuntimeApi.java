// Over sockets of our own: java.net.http sends no trailers, and takes longer to be loaded than all
// of this.
package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a process gets its invocations.
 *
 * @param host a name or an address
 */
public record RuntimeApi(String host, int port) {
  private static final String PATH = "/2018-06-01/runtime/";

  /**
   * Reads what the platform says in {@code AWS_LAMBDA_RUNTIME_API}.
   *
   * @throws IllegalArgumentException when it is no host with a port
   */
  public static RuntimeApi at(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "AWS_LAMBDA_RUNTIME_API has no host and port: this starts on AWS Lambda only");
    }
    return new RuntimeApi(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  Connection connect() throws IOException {
    return Connection.open(host, port);
  }

  byte[] next() {
    return head("GET", "invocation/next", "");
  }

  byte[] response(String id, byte[] body) {
    return post("invocation/" + id + "/response", "Content-Type: application/json\r\n", body);
  }

  byte[] error(String id, InvocationError error) {
    return post("invocation/" + id + "/error", error.header(), error.json());
  }

  /**
   * Tells that the function cannot be started. The process has to end after it.
   *
   * @throws IOException when that cannot be told
   */
  public void initError(InvocationError error) throws IOException {
    try (Connection connection = connect()) {
      byte[] request = post("init/error", error.header(), error.json());
      connection.send(request);
      Refusal.throwUnlessAccepted(connection.reply());
    }
  }

  /**
   * The head of an answer that is streamed. Sources: "Building a custom runtime for AWS Lambda",
   * "Implementing response streaming in a custom runtime": the mode, chunks, the names of the
   * trailers before there are any, and a connection that is closed after it; the media type by
   * which the body is known to begin with status and headers is that of AWS's client for Node.js.
   */
  byte[] streamedResponse(String id) {
    return head(
        "POST",
        "invocation/" + id + "/response",
        "Content-Type: application/vnd.awslambda.http-integration-response\r\n"
            + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
            + "Transfer-Encoding: chunked\r\n"
            + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n"
            + "Connection: close\r\n");
  }

  private byte[] post(String path, String headers, byte[] body) {
    byte[] head = head("POST", path, headers + "Content-Length: " + body.length + "\r\n");
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private byte[] head(String method, String path, String headers) {
    return (method
            + " "
            + PATH
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + ":"
            + port
            + "\r\nUser-Agent: trefoil\r\n"
            + headers
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
