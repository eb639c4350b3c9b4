// The time since a start, by the clock of the token services too.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.TokenLedger.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Milliseconds since it was started. */
final class AzureClock {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int PAUSE_MILLIS = 5;

  private final Clouds clouds;
  private final Instant began = Instant.now();
  private final long nanos = System.nanoTime();

  private AzureClock(Clouds clouds) {
    this.clouds = clouds;
  }

  /** Starts it; what the token services were asked before is forgotten. */
  static AzureClock start(Clouds clouds) {
    clouds.ledger().clearExchanges();
    return new AzureClock(clouds);
  }

  double millis() {
    return (System.nanoTime() - nanos) / 1e6;
  }

  /**
   * When the first token of the managed identity was given out; waits for it.
   *
   * @throws IOException when none is asked for within a minute
   */
  double awaitToken(AzureProcess process) throws IOException, InterruptedException {
    while (true) {
      Optional<Exchange> first =
          clouds.ledger().exchanges(AzureIdentityEmulator.SERVICE, "token").stream().findFirst();
      if (first.isPresent()) {
        return Duration.between(began, first.get().at()).toNanos() / 1e6;
      }
      if (!process.isAlive() || millis() > TIMEOUT.toMillis()) {
        throw new IOException("no token was asked for; " + process.lastOutput());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
