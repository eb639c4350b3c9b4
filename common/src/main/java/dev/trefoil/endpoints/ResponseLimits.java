package dev.trefoil.endpoints;

import dev.trefoil.door.Door;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Answers in the place of a door that would answer 500 because an answer is too large for it. The
 * answer was paid for, and would be as large again: nobody is to repeat the call.
 */
public final class ResponseLimits implements HttpHandler {
  private final HttpHandler next;
  private final Endpoints doors;

  /**
   * @param doors know in which form a call's problems are told
   */
  public ResponseLimits(HttpHandler next, Endpoints doors) {
    this.next = next;
    this.doors = doors;
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    if (call.frontDoor().limit().isEmpty()) {
      next.handle(call, sink);
      return;
    }
    Measured measured = new Measured(call.frontDoor().limit().get(), sink);
    next.handle(call, measured);
    if (measured.isTooLarge()) {
      measured.refuse(doors.doorOf(call), RequestId.of(call));
    }
  }

  /** Hands an answer on for as long as it fits, and only counts from then on. */
  private static final class Measured extends OutputStream implements ResponseSink {
    private final ResponseLimit limit;
    private final ResponseSink sink;
    private Headers headers = new Headers();
    private OutputStream out = nullOutputStream();
    private long size;

    Measured(ResponseLimit limit, ResponseSink sink) {
      this.limit = limit;
      this.sink = sink;
    }

    boolean isTooLarge() {
      return size > limit.bytes();
    }

    @Override
    public OutputStream start(int status, Headers answerHeaders) throws IOException {
      headers = answerHeaders;
      size = limit.form().head(status, answerHeaders);
      out = sink.start(status, answerHeaders);
      return this;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      size += limit.form().body(bytes, offset, length);
      if (!isTooLarge()) {
        out.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /** Tells all that the answer's headers told, without the answer. */
    void refuse(Door door, String requestId) throws IOException {
      Headers told = new Headers();
      headers.forEach(
          (name, value) -> {
            if (!name.equalsIgnoreCase("content-type")) {
              told.set(name, value);
            }
          });
      door.refuse(
          Problem.of(
              400,
              "response_too_large",
              "The answer takes %d bytes, and %s takes %d at most. Ask for less at once, or through a door that takes more, such as one that streams."
                  .formatted(size, limit.door(), limit.bytes())),
          headers.first("x-request-id").orElse(requestId),
          told.set("x-should-retry", "false"),
          sink);
    }
  }
}
