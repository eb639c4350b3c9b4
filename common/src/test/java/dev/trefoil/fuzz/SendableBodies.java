package dev.trefoil.fuzz;

/** Odd bodies with headers that a client can send. */
final class SendableBodies {
  private SendableBodies() {}

  static OddCall any(Chance chance) {
    OddCall call = OddBodies.any(chance);
    while (!isSendable(call)) {
      call = OddBodies.any(chance);
    }
    return call;
  }

  private static boolean isSendable(OddCall call) {
    return call.sent().headers().all("content-encoding").stream()
        .allMatch(value -> value.matches("[ -~]*"));
  }
}
