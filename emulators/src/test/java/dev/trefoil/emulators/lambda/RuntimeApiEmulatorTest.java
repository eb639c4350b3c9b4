package dev.trefoil.emulators.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It refuses what the real one refuses, and takes what it takes. */
class RuntimeApiEmulatorTest {
  private static final String NEXT =
      "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String STREAMED =
      "Host: h\r\nContent-Type: application/vnd.awslambda.http-integration-response\r\n"
          + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
          + "Connection: close\r\n";
  private static final String TRAILERS =
      "Trailer: Lambda-Runtime-Function-Error-Type\r\nTrailer: lambda-runtime-function-error-body\r\n";
  private static final String BODY = "12\r\n{\"statusCode\":200}\r\na\r\n\0\0\0\0\0\0\0\0hi\r\n";

  private RuntimeApiEmulator api;
  private EmulatedInvocation invocation;

  @BeforeEach
  void start() throws IOException {
    api = RuntimeApiEmulator.start();
    invocation = api.invoke("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void end() throws IOException {
    api.close();
  }

  @Test
  void anInvocationComesWithItsHeaders() throws Exception {
    assertThat(send(NEXT))
        .startsWith("HTTP/1.1 200 ")
        .contains(
            "\r\nLambda-Runtime-Aws-Request-Id: " + invocation.id() + "\r\n",
            "\r\nLambda-Runtime-Deadline-Ms: ",
            "\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:",
            "\r\nLambda-Runtime-Trace-Id: Root=1-")
        .endsWith("\r\n\r\n{\"a\":1}");
  }

  @Test
  void aStreamIsTakenWithTheErrorBehindIt() throws Exception {
    take();
    String answer =
        send(
            response(
                STREAMED + TRAILERS,
                BODY
                    + "0\r\nLambda-Runtime-Function-Error-Type: Function.Oh\r\n"
                    + "Lambda-Runtime-Function-Error-Body: eyJhIjoxfQ==\r\n\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 202 ");
    Outcome.StreamedUntilError outcome = (Outcome.StreamedUntilError) invocation.outcome();
    assertThat(outcome.type()).isEqualTo("Function.Oh");
    assertThat(outcome.body()).isEqualTo("{\"a\":1}");
    assertThat(new String(outcome.answer().body(), StandardCharsets.UTF_8)).isEqualTo("hi");
    assertThat(api.faults()).isEmpty();
  }

  @Test
  void trailersThatWereNotDeclaredAreNotRead() throws Exception {
    take();
    send(response(STREAMED, BODY + "0\r\nLambda-Runtime-Function-Error-Type: Function.Oh\r\n\r\n"));

    assertThat(invocation.outcome()).isInstanceOf(Outcome.Streamed.class);
    assertThat(api.faults()).singleElement().asString().contains("not declared");
  }

  /** A request line, headers or a body that HTTP/1.1 has otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: h\n\n",
        "GET /2018-06-01/runtime/invocation/next HTTP/1.0\r\nHost: h\r\n\r\n",
        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n",
        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
        "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n",
        "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"
      })
  void whatIsNoRequestIsRefused(String request) throws Exception {
    assertThat(send(request)).startsWith("HTTP/1.1 400 ");
    assertThat(api.faults()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /2018-06-01/runtime/next",
        "POST /2018-06-01/runtime/invocation/next",
        "GET /runtime/invocation/next",
        "POST /2018-06-01/runtime/invocation/a/b/response"
      })
  void whatIsNoPartOfTheApiIsNotFound(String start) throws Exception {
    assertThat(send(start + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void noSecondInvocationIsGivenOutBeforeTheFirstIsAnswered() throws Exception {
    take();

    assertThat(send(NEXT)).startsWith("HTTP/1.1 403 ").contains("InvalidStateTransition");
  }

  @Test
  void onlyWhatIsUnderWayIsAnsweredAndOnce() throws Exception {
    assertThat(send(whole("{}"))).startsWith("HTTP/1.1 400 ").contains("InvalidRequestID");
    take();

    assertThat(send(whole("{}"))).startsWith("HTTP/1.1 202 ");
    assertThat(send(whole("{}"))).startsWith("HTTP/1.1 400 ").contains("InvalidRequestID");
  }

  @Test
  void aModeThatIsNotStreamingIsRefused() throws Exception {
    take();

    assertThat(send(response(STREAMED.replace("streaming", "Streaming"), BODY + "0\r\n\r\n")))
        .startsWith("HTTP/1.1 400 ")
        .contains("InvalidFunctionResponseMode");
  }

  @Test
  void aStreamWithALengthIsRefused() throws Exception {
    take();

    assertThat(
            send(
                response(
                    STREAMED.replace("Transfer-Encoding: chunked", "Content-Length: 2"), "hi")))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12\r\n", "12\r\n{\"statusCode\":200}\r\n", "5"})
  void aStreamThatIsCutIsTruncated(String part) throws Exception {
    take();
    try (Socket socket = connect()) {
      socket.getOutputStream().write(response(STREAMED, part).getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      assertThat(all(socket)).startsWith("HTTP/1.1 400 ").contains("TruncatedHTTPRequest");
    }
    assertThat(invocation.outcome()).isEqualTo(new Outcome.Failed("Runtime.TruncatedResponse", ""));
  }

  /** No prelude, none that is JSON, none with a status, and zeros that are too few. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2\r\nhi\r\n",
        "a\r\nhi\0\0\0\0\0\0\0\0\r\n",
        "a\r\n{}\0\0\0\0\0\0\0\0\r\n",
        "1a\r\n{\"statusCode\":99}\0\0\0\0\0\0\0\0\0\r\n",
        "19\r\n{\"statusCode\":200}\0\0\0\0\0\0\0\r\n"
      })
  void anAnswerThatNobodyCanMakeHttpOfIsAFault(String body) throws Exception {
    take();
    send(response(STREAMED, body + "0\r\n\r\n"));

    assertThat(invocation.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.type()).isEqualTo("InternalServerError"));
    assertThat(api.faults()).hasSize(1);
  }

  @Test
  void aStartFailsOnceAndNotWhenItHasSucceeded() throws Exception {
    String error =
        "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: h\r\n"
            + "Lambda-Runtime-Function-Error-Type: odd\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(send(error)).startsWith("HTTP/1.1 202 ");
    assertThat(api.initError()).isEqualTo(new Outcome.Failed("Runtime.Unknown", "{}"));
    assertThat(send(error)).startsWith("HTTP/1.1 403 ");
    assertThat(send(NEXT)).startsWith("HTTP/1.1 403 ");

    try (RuntimeApiEmulator other = RuntimeApiEmulator.start()) {
      other.invoke(new byte[] {'1'});
      send(other, NEXT);
      assertThat(send(other, error)).startsWith("HTTP/1.1 403 ");
    }
  }

  private void take() throws IOException {
    Matcher id = Pattern.compile("Request-Id: ([0-9a-f-]+)").matcher(send(NEXT));
    assertThat(id.find()).isTrue();
    assertThat(id.group(1)).isEqualTo(invocation.id());
  }

  private String whole(String body) {
    return response("Host: h\r\nContent-Length: " + body.length() + "\r\n", body);
  }

  private String response(String headers, String body) {
    return "POST /2018-06-01/runtime/invocation/"
        + invocation.id()
        + "/response HTTP/1.1\r\n"
        + headers
        + "\r\n"
        + body;
  }

  private String send(String request) throws IOException {
    return send(api, request);
  }

  private static String send(RuntimeApiEmulator to, String request) throws IOException {
    try (Socket socket = connect(to)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return all(socket);
    }
  }

  private Socket connect() throws IOException {
    return connect(api);
  }

  private static Socket connect(RuntimeApiEmulator to) throws IOException {
    String address = to.address();
    return new Socket("127.0.0.1", Integer.parseInt(address.substring(address.indexOf(':') + 1)));
  }

  /** An answer by its length. */
  private static String all(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return text.toString();
      }
      text.append((char) b);
    }
    Matcher length = Pattern.compile("Content-Length: ([0-9]+)").matcher(text);
    assertThat(length.find()).isTrue();
    byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
    return text + new String(body, StandardCharsets.UTF_8);
  }
}
