package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The Runtime API does not take what it was sent. */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 200;

  private final int status;

  private Refusal(int status, String said) {
    super("the Runtime API answers " + status + " " + said);
    this.status = status;
  }

  static void throwUnlessAccepted(Reply reply) throws Refusal {
    if (reply.status() < 200 || reply.status() > 299) {
      String said = new String(reply.body(), StandardCharsets.UTF_8);
      throw new Refusal(reply.status(), said.substring(0, Math.min(said.length(), MOST_SHOWN)));
    }
  }

  /**
   * Whether this process can be of no more use: "500: Container error. Non-recoverable state.
   * Runtime should exit promptly", and 403 for what is out of order.
   */
  boolean isFinal() {
    return status == 403 || status >= 500;
  }
}
