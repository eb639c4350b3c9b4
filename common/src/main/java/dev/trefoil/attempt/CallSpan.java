package dev.trefoil.attempt;

import dev.trefoil.chat.Traceparent;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A call's own span in its trace.
 *
 * @param own what children of it are told
 * @param parent what its caller has told; empty where the trace begins with it
 */
public record CallSpan(Traceparent own, Optional<Traceparent> parent) {
  /** The fraction of the golden ratio, by which numbers that follow one another lie far apart. */
  private static final long STEP = 0x9e3779b97f4a7c15L;

  /**
   * That of an attempt of the call: the service is told it, and whoever writes the trace finds it
   * again.
   *
   * @param number the attempt's, from 1
   */
  public Traceparent attempt(int number) {
    long mixed = mix(HexFormat.fromHexDigitsToLong(own.spanId()) + number * STEP);
    return Traceparent.of(own.traceId(), mixed == 0 ? STEP : mixed, own.isSampled());
  }

  /** MurmurHash3's finalizer in Stafford's variant 13: each bit of the sum moves half of all. */
  private static long mix(long sum) {
    long z = (sum ^ (sum >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
