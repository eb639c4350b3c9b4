// A request that the real service would refuse.
package dev.trefoil.emulators.service;

/** Carries the refusal to where it is sent. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient HttpError error;

  /** A refusal. */
  public RefusedException(HttpError error) {
    super(error.body().toString(), null, false, false);
    this.error = error;
  }

  /** What the client gets. */
  public HttpError error() {
    return error;
  }
}
