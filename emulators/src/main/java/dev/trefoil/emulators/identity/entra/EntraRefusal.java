// A request that Entra would refuse, with the number that Entra gives to it.
package dev.trefoil.emulators.identity.entra;

/** Carries the refusal to where it is sent. */
final class EntraRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final int number;

  /**
   * A refusal.
   *
   * @param error the OAuth error
   * @param number what follows {@code AADSTS}
   */
  EntraRefusal(int status, String error, int number, String message) {
    super("AADSTS%d: %s".formatted(number, message), null, false, false);
    this.status = status;
    this.error = error;
    this.number = number;
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }

  int number() {
    return number;
  }
}
