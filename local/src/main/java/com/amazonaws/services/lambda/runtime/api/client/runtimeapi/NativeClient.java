// The runtime interface client speaks to the Runtime API through a library for Linux. Where there
// is none, this class stands before the client's own on the class path; all else stays the
// client's.
package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The two calls of the Runtime API that the client leaves to its native library, in Java. */
final class NativeClient {
  private static volatile String invocations;

  private NativeClient() {}

  /**
   * @param hostAndPort of the Runtime API
   */
  static void init(String hostAndPort) {
    invocations = "http://" + hostAndPort + "/2018-06-01/runtime/invocation/";
  }

  /** Waits for the next invocation. */
  static InvocationRequest next() {
    try {
      HttpURLConnection call = open("next");
      require(call, 200);
      InvocationRequest request = new InvocationRequest();
      request.setId(header(call, "Lambda-Runtime-Aws-Request-Id"));
      request.setXrayTraceId(header(call, "Lambda-Runtime-Trace-Id"));
      request.setInvokedFunctionArn(header(call, "Lambda-Runtime-Invoked-Function-Arn"));
      request.setDeadlineTimeInMs(Long.parseLong(header(call, "Lambda-Runtime-Deadline-Ms")));
      try (InputStream event = call.getInputStream()) {
        request.setContent(event.readAllBytes());
      }
      return request;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Posts what the function returned. */
  static void postInvocationResponse(byte[] requestId, byte[] response) {
    try {
      HttpURLConnection call = open(new String(requestId, StandardCharsets.UTF_8) + "/response");
      call.setRequestMethod("POST");
      call.setDoOutput(true);
      call.setFixedLengthStreamingMode(response.length);
      try (OutputStream body = call.getOutputStream()) {
        body.write(response);
      }
      require(call, 202);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpURLConnection open(String path) throws IOException {
    return (HttpURLConnection) URI.create(invocations + path).toURL().openConnection();
  }

  private static void require(HttpURLConnection call, int status) throws IOException {
    int got = call.getResponseCode();
    if (got != status) {
      throw new LambdaRuntimeClientException(call.getURL() + " was answered otherwise", got);
    }
  }

  private static String header(HttpURLConnection call, String name) {
    return Optional.ofNullable(call.getHeaderField(name)).orElse("");
  }
}
