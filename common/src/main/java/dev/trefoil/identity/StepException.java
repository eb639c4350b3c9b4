package dev.trefoil.identity;

/**
 * A step of an exchange failed. It has no cause: what the vendors' libraries throw may quote the
 * token that was refused.
 */
final class StepException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String presented;

  private StepException(String message, String presented) {
    super(message);
    this.presented = presented;
  }

  /**
   * @param step what was asked of whom: {@code AssumeRoleWithWebIdentity at
   *     sts.us-east-1.amazonaws.com}
   * @param words the service's own code and words
   */
  static StepException of(String step, String words) {
    return presenting("", step, words);
  }

  /** The same, where a token was shown that may be what is wrong. */
  static StepException presenting(String token, String step, String words) {
    return new StepException(step + ": " + Tokens.masked(words), Tokens.claims(token));
  }

  /** The claims of the token that was shown, for the log only; empty where none was. */
  String presented() {
    return presented;
  }
}
