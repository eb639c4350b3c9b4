// A request that Google's Security Token Service would refuse.
package dev.trefoil.emulators.identity.google;

/** Carries the refusal to where it is sent. */
final class GoogleRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final String error;

  /**
   * A refusal, always with the status 400.
   *
   * @param error the OAuth error
   */
  GoogleRefusal(String error, String description) {
    super(description, null, false, false);
    this.error = error;
  }

  static GoogleRefusal invalidGrant(String description) {
    return new GoogleRefusal("invalid_grant", description);
  }

  static GoogleRefusal invalidRequest(String description) {
    return new GoogleRefusal("invalid_request", description);
  }

  String error() {
    return error;
  }
}
