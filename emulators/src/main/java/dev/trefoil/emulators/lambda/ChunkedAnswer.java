package dev.trefoil.emulators.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Reads a streamed response: RFC 9112, 7.1. */
final class ChunkedAnswer {
  /** "Response streaming functions can return payloads up to 200 MB." */
  private static final long MAX_BYTES = 200L * 1024 * 1024;

  /** Longer answers are counted and not kept. */
  private static final long MOST_KEPT = 16 << 20;

  private static final String TYPE = "lambda-runtime-function-error-type";
  private static final String BODY = "lambda-runtime-function-error-body";
  private static final String INTEGRATION = "application/vnd.awslambda.http-integration-response";

  private final RequestHead head;
  private final RuntimeInput in;
  private final EmulatedInvocation invocation;
  private final List<String> faults;
  private boolean tooLong;

  ChunkedAnswer(
      RequestHead head, RuntimeInput in, EmulatedInvocation invocation, List<String> faults) {
    this.head = head;
    this.in = in;
    this.invocation = invocation;
    this.faults = faults;
  }

  Outcome read() throws IOException {
    long sent = 0;
    for (int size = size(); size > 0; size = size()) {
      sent += size;
      if (sent > MAX_BYTES) {
        tooLong = true;
        return new Outcome.Failed("Function.ResponseSizeTooLarge", "");
      }
      byte[] chunk = in.exactly(size);
      if (!in.line().isEmpty()) {
        throw new BadRequestException("a chunk is longer than it says");
      }
      invocation.chunk(chunk, sent <= MOST_KEPT);
    }
    return outcome(RequestHead.fields(in));
  }

  /** Whether it was longer than the platform streams. */
  boolean isTooLong() {
    return tooLong;
  }

  private int size() throws IOException {
    String line = in.line();
    if (!line.matches("[0-9a-fA-F]{1,7}")) {
      throw new BadRequestException("this is no length of a chunk: " + line);
    }
    return Integer.parseInt(line, 16);
  }

  private Outcome outcome(Map<String, List<String>> trailers) {
    List<String> declared = head.listed("trailer");
    trailers.keySet().stream()
        .filter(name -> !declared.contains(name))
        .forEach(name -> faults.add("the trailer " + name + " was not declared, and is not read"));
    StreamedAnswer answer;
    try {
      answer = integration();
    } catch (IOException e) {
      faults.add("nobody can make HTTP of this answer: " + e.getMessage());
      return new Outcome.Failed("InternalServerError", String.valueOf(e.getMessage()));
    }
    if (!trailers.containsKey(TYPE) || !declared.contains(TYPE)) {
      return new Outcome.Streamed(answer);
    }
    return new Outcome.StreamedUntilError(
        answer,
        ErrorType.known(trailers.get(TYPE).getFirst()),
        decoded(trailers.getOrDefault(BODY, List.of("")).getFirst()));
  }

  private StreamedAnswer integration() throws IOException {
    if (!head.first("content-type").orElse("").equals(INTEGRATION)) {
      throw new IOException("its media type does not say that it begins with status and headers");
    }
    return StreamedAnswer.of(invocation.streamed());
  }

  private String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      faults.add("the error's body is not Base64");
      return "";
    }
  }
}
