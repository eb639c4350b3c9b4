// A request that AWS STS would refuse.
package dev.trefoil.emulators.identity.aws;

/** Carries the refusal to where it is sent. */
final class StsRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  StsRefusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
