package dev.trefoil.routing;

import java.util.Optional;

/** No target is left for a call before anything was tried. */
public final class RoutingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Nothing goes by the model's, route's or target's name. */
    UNKNOWN_MODEL,
    /** The caller preferences for something that the configuration does not know or permit. */
    NOT_PERMITTED,
    /** No target can do what the request asks for. */
    UNSUPPORTED,
    /** The conversation fits no target's context window. */
    CONTEXT_TOO_LONG,
    /** No target keeps the call where it must stay. */
    RESIDENCY,
    /** Every target would cost more than the caller wants to pay. */
    TOO_EXPENSIVE
  }

  private final Reason reason;
  private final transient Optional<String> param;

  RoutingException(Reason reason, String param, String message) {
    super(message);
    this.reason = reason;
    this.param = param.isEmpty() ? Optional.empty() : Optional.of(param);
  }

  public Reason reason() {
    return reason;
  }

  /** The field of the request, or the header, that is to blame. */
  public Optional<String> param() {
    return param;
  }
}
