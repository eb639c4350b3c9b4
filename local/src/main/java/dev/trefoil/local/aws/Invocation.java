// One call of the function between the front door, the queue and the process that runs it.
package dev.trefoil.local.aws;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One event on its way through the function. */
final class Invocation {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id = UUID.randomUUID().toString();
  private final byte[] event;
  private final String traceId;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Invocation(byte[] event, String traceId) {
    this.event = event;
    this.traceId = traceId;
  }

  /** What became of it. */
  sealed interface Outcome {
    /**
     * @param payload what the function returned
     */
    record Answered(byte[] payload) implements Outcome {}

    /**
     * @param type the error type that Lambda reports
     */
    record Failed(String type, String message) implements Outcome {}
  }

  /** A root of a trace, as X-Ray writes it. */
  static String newTraceRoot() {
    return "Root=1-%08x-%s".formatted(Instant.now().getEpochSecond(), hex(12));
  }

  String id() {
    return id;
  }

  byte[] event() {
    return event;
  }

  /** The trace header for the runtime: the caller's root, a segment of its own, not sampled. */
  String traceHeader() {
    return traceId + ";Parent=" + hex(8) + ";Sampled=0";
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
