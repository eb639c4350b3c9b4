// A test's hand on the tap: decides when each token may go.
package dev.trefoil.emulators;

/** Called before each token is sent; the token waits until the call returns. */
@FunctionalInterface
public interface Pace {

  /** Lets every token go at once. */
  Pace FREE = token -> {};

  /**
   * May block for as long as it likes. A plain answer calls it once, with 0, before its first byte.
   *
   * @param token the token's place in its answer, from 0
   * @throws InterruptedException when the emulator is closed meanwhile
   */
  void beforeToken(int token) throws InterruptedException;
}
