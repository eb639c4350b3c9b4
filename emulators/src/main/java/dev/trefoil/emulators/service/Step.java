// What a service does, in order, to deliver a stream, trouble included.
package dev.trefoil.emulators.service;

/**
 * One step.
 *
 * @param <E> the service's event
 */
public sealed interface Step<E> {

  /** Sends an event; {@code token} is its place among the tokens, or -1 when it is none. */
  record Send<E>(E event, int token) implements Step<E> {}

  /** Sends a broken form of a token's event. */
  record SendBroken<E>(E event, int token) implements Step<E> {}

  /** Waits this many milliseconds. */
  record Delay<E>(int millis) implements Step<E> {}

  /** Sends nothing more but keeps the connection. */
  record Stall<E>() implements Step<E> {}

  /** Sends signs of life until the client has gone. */
  record Heartbeats<E>() implements Step<E> {}

  /** Sends an event again and again, until the client has gone. */
  record Endless<E>(E event) implements Step<E> {}

  /** Sends the service's own error, and nothing after it. */
  record Fail<E>() implements Step<E> {}

  /** Closes the connection. */
  record Cut<E>() implements Step<E> {}
}
