package dev.trefoil.telemetry;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallSpan;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.gateway.Tracing;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gives each call a span, and decides which traces are recorded. Used by many threads at once.
 *
 * <p>Of traces that begin here it is a share by the trace's id, as OpenTelemetry's {@code
 * traceidratio} does, so that other services with the same share record the same traces.
 */
public final class Sampling implements Tracing {
  private final double ratio;
  private final boolean heedsParent;
  private final RandomGenerator random;

  /**
   * @param ratio the share that is recorded, 0 to 1
   * @param heedsParent whether a caller's decision counts in place of it
   * @param random one that is seeded anew in a process that goes on from a snapshot
   */
  public Sampling(double ratio, boolean heedsParent, RandomGenerator random) {
    this.ratio = ratio;
    this.heedsParent = heedsParent;
    this.random = random;
  }

  @Override
  public Call begin(Call call) {
    Optional<Traceparent> parent = call.trace();
    String traceId = parent.isPresent() ? parent.get().traceId() : traceId();
    boolean sampled =
        heedsParent && parent.isPresent() ? parent.get().isSampled() : isInShare(traceId);
    CallSpan span = new CallSpan(Traceparent.of(traceId, nonZero(), sampled), parent);
    if (sampled) {
      RequestNotes.begins(span);
    }
    return call.within(span);
  }

  private String traceId() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(nonZero()) + hex.toHexDigits(random.nextLong());
  }

  private long nonZero() {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }

  private boolean isInShare(String traceId) {
    if (ratio >= 1) {
      return true;
    }
    long low = HexFormat.fromHexDigitsToLong(traceId, 16, 32);
    return Math.abs(low) < (long) (ratio * Long.MAX_VALUE);
  }
}
