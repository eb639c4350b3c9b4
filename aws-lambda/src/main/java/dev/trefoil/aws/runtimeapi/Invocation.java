package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the function is to answer. Source: "Using the Lambda runtime API for custom runtimes", "Next
 * invocation".
 *
 * @param id by which it is answered
 * @param deadline when the function times out
 * @param traceId X-Ray's header, empty where there is none
 * @param event as JSON
 */
public record Invocation(String id, Instant deadline, Optional<String> traceId, byte[] event) {

  /**
   * @throws IOException when it cannot be answered, since it is not said how or until when
   */
  static Invocation of(Reply reply) throws IOException {
    String id = reply.header("lambda-runtime-aws-request-id").orElse("");
    if (!id.matches("[A-Za-z0-9-]{1,128}")) {
      throw new IOException("an invocation came without an id that it could be answered by");
    }
    String deadline = reply.header("lambda-runtime-deadline-ms").orElse("");
    if (!deadline.matches("[0-9]{1,18}")) {
      throw new IOException("the invocation " + id + " came without its deadline");
    }
    return new Invocation(
        id,
        Instant.ofEpochMilli(Long.parseLong(deadline)),
        reply.header("lambda-runtime-trace-id"),
        reply.body());
  }
}
