package dev.trefoil.emulators.lambda;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection of a runtime, request by request. */
final class RuntimeConnection {
  private static final String API = "/2018-06-01/runtime";
  private static final Pattern ANSWER =
      Pattern.compile(API + "/invocation/([A-Za-z0-9-]+)/(response|error)");

  private final Socket socket;
  private final RuntimeInput in;
  private final RuntimeReplies replies;
  private final Invocations invocations;
  private final List<String> faults;

  RuntimeConnection(Socket socket, Invocations invocations, List<String> faults)
      throws IOException {
    this.socket = socket;
    this.in = new RuntimeInput(socket.getInputStream());
    this.replies = new RuntimeReplies(socket, faults);
    this.invocations = invocations;
    this.faults = faults;
  }

  /** Serves a request; false when no other can follow. */
  boolean serve() throws IOException, InterruptedException {
    if (!in.hasNext()) {
      return false;
    }
    in.taken();
    try {
      RequestHead head = RequestHead.read(in);
      Matcher answer = ANSWER.matcher(head.path());
      if (head.method().equals("GET") && head.path().equals(API + "/invocation/next")) {
        return next(head);
      }
      if (head.method().equals("POST") && head.path().equals(API + "/init/error")) {
        return initError(head);
      }
      if (head.method().equals("POST") && answer.matches()) {
        return answered(head, answer.group(1), answer.group(2).equals("response"));
      }
      return replies.refuse(
          404, "NotFound", head.method() + " " + head.path() + " is no part of the API");
    } catch (BadRequestException e) {
      return replies.refuse(400, "BadRequest", e.getMessage());
    }
  }

  private boolean next(RequestHead head) throws IOException, InterruptedException {
    if (head.length().orElse(0) > 0 || head.isChunked()) {
      return replies.refuse(
          413, "RequestEntityTooLarge", "a request for an invocation has no body");
    }
    if (!invocations.mayAsk()) {
      return replies.refuse(
          403, "InvalidStateTransition", "an invocation was asked for out of order");
    }
    Optional<EmulatedInvocation> next = invocations.take(this::isAlive);
    if (next.isEmpty()) {
      return false;
    }
    EmulatedInvocation invocation = next.get();
    replies.send(
        200,
        "Content-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: "
            + invocation.id()
            + "\r\nLambda-Runtime-Deadline-Ms: "
            + (System.currentTimeMillis() + invocation.timeout().toMillis())
            + "\r\nLambda-Runtime-Invoked-Function-Arn:"
            + " arn:aws:lambda:us-east-1:123456789012:function:f\r\nLambda-Runtime-Trace-Id: "
            + invocation.traceId()
            + "\r\n",
        invocation.event());
    return !head.closesConnection();
  }

  /** Whether the runtime has left its connection open. */
  private boolean isAlive() {
    if (socket.isClosed()) {
      return false;
    }
    try {
      socket.setSoTimeout(1);
      return in.hasNext();
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      restoreTimeout();
    }
  }

  private void restoreTimeout() {
    try {
      socket.setSoTimeout(0);
    } catch (IOException e) {
      // It has been closed meanwhile, which the next read says.
    }
  }

  private boolean initError(RequestHead head) throws IOException {
    Outcome.Failed error = failure(head);
    if (!invocations.failStart(error)) {
      return replies.refuse(
          403, "InvalidStateTransition", "the start has succeeded, or failed, before");
    }
    return replies.accept(head);
  }

  private boolean answered(RequestHead head, String id, boolean response) throws IOException {
    Optional<EmulatedInvocation> found = invocations.begin(id);
    if (found.isEmpty()) {
      return replies.refuse(400, "InvalidRequestID", "Invalid request ID");
    }
    EmulatedInvocation invocation = found.get();
    try {
      return response ? responded(head, invocation) : failed(head, invocation);
    } catch (EOFException e) {
      end(invocation, new Outcome.Failed("Runtime.TruncatedResponse", ""));
      return replies.refuse(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
    } catch (IOException e) {
      end(invocation, new Outcome.Failed("Runtime.TruncatedResponse", String.valueOf(e)));
      throw e;
    }
  }

  private boolean failed(RequestHead head, EmulatedInvocation invocation) throws IOException {
    Outcome.Failed error = failure(head);
    end(invocation, error);
    return replies.accept(head);
  }

  private boolean responded(RequestHead head, EmulatedInvocation invocation) throws IOException {
    Optional<String> mode = head.first("lambda-runtime-function-response-mode");
    if (mode.isPresent() && !mode.get().equals("streaming")) {
      end(invocation, new Outcome.Failed("Runtime.InvalidResponseModeHeader", ""));
      return replies.refuse(400, "InvalidFunctionResponseMode", "Invalid function response mode");
    }
    if (mode.isPresent()) {
      return streamed(head, invocation);
    }
    byte[] body = head.body(in);
    if (body.length > RuntimeApiEmulator.MAX_PAYLOAD_BYTES) {
      end(invocation, new Outcome.Failed("Function.ResponseSizeTooLarge", ""));
      return replies.refuse(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size");
    }
    end(invocation, new Outcome.Whole(body));
    return replies.accept(head);
  }

  private boolean streamed(RequestHead head, EmulatedInvocation invocation) throws IOException {
    if (!head.isChunked()) {
      end(invocation, new Outcome.Failed("Runtime.Unknown", ""));
      return replies.refuse(400, "BadRequest", "a streamed response comes in chunks");
    }
    if (!head.closesConnection()) {
      faults.add("the connection of a streamed response is not said to be closed after it");
    }
    invocation.streamsOn(socket, () -> invocations.ended(invocation));
    ChunkedAnswer body = new ChunkedAnswer(head, in, invocation, faults);
    Outcome outcome = body.read();
    end(invocation, outcome);
    if (body.isTooLong()) {
      return replies.refuse(
          413, "RequestEntityTooLarge", "the response is longer than can be streamed");
    }
    var unused = replies.accept(head);
    // "Close the underlying connection after it has successfully written the response."
    socket.shutdownOutput();
    if (in.hasNext()) {
      faults.add("more is sent behind a streamed response");
    }
    return false;
  }

  private Outcome.Failed failure(RequestHead head) throws IOException {
    String text = new String(head.body(in), StandardCharsets.UTF_8);
    String type = head.first("lambda-runtime-function-error-type").orElse("");
    return new Outcome.Failed(ErrorType.known(type), text);
  }

  private void end(EmulatedInvocation invocation, Outcome outcome) {
    invocations.ended(invocation);
    invocation.end(outcome, in.taken());
  }
}
