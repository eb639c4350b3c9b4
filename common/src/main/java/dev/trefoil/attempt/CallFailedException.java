package dev.trefoil.attempt;

import dev.trefoil.provider.ProviderException;
import java.util.List;

/** No target gave the whole answer. */
public final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Trail trail;
  private final ProviderException last;
  private final boolean started;

  public CallFailedException(Trail trail, ProviderException last, boolean started) {
    super(last.getMessage(), last);
    this.trail = trail;
    this.last = last;
    this.started = started;
  }

  /** The same after checks. */
  public CallFailedException withChecks(List<CheckRun> runs) {
    return runs.isEmpty() ? this : new CallFailedException(trail.withChecks(runs), last, started);
  }

  /** All attempts; none where the request itself was refused. */
  public Trail trail() {
    return trail;
  }

  /** Why the last attempt failed. */
  public ProviderException last() {
    return last;
  }

  /** Whether an answer had begun, so that the caller has a part of it. */
  public boolean started() {
    return started;
  }

  /** Whether the last failure is the request's own: it is returned, not tried elsewhere. */
  public boolean isFinal() {
    return !last.kind().isOfService();
  }
}
