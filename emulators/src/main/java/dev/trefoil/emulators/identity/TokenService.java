// What every emulated token service is to those who steer and stop it.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.Controls;

/** One service that issues tokens or keys, listening on 127.0.0.1 until it is closed. */
public interface TokenService extends AutoCloseable {

  /** Its name in the ledger, e.g. {@code aws-sts}. */
  String service();

  /** Its faults and pace. Its requests are noted in the ledger alone. */
  Controls controls();

  /** Ends it. May be called twice. */
  @Override
  void close();
}
