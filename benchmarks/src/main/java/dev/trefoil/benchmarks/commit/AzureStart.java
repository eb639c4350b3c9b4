// One start on Azure, and the moments of it that somebody waits for.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.Clouds;
import java.io.IOException;

/**
 * What a start took, in milliseconds.
 *
 * @param token from before the process was made until its identity's first token was given out
 * @param answer of a call that comes at once, from then until its answer was there; of one that
 *     comes when the process has primed itself, the call alone
 */
record AzureStart(double token, double answer) {

  /** Calls as soon as it listens. */
  static AzureStart calledAtOnce(AzureProcess.Form form, Clouds clouds)
      throws IOException, InterruptedException {
    AzureClock clock = AzureClock.start(clouds);
    try (AzureProcess process = form.start()) {
      process.awaitListening();
      process.call();
      double answer = clock.millis();
      return new AzureStart(clock.awaitToken(process), answer);
    }
  }

  /** Calls when it has primed itself, and has nothing more to do. */
  static AzureStart primed(AzureProcess.Form form, Clouds clouds)
      throws IOException, InterruptedException {
    AzureClock clock = AzureClock.start(clouds);
    try (AzureProcess process = form.start()) {
      process.awaitListening();
      double token = clock.awaitToken(process);
      process.awaitQuiet();
      double before = clock.millis();
      process.call();
      return new AzureStart(token, clock.millis() - before);
    }
  }
}
