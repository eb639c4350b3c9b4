// The odd forms that services' answers come in, some of them whole, which clients must tell apart.
package dev.trefoil.emulators;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is odd about an answer. One that a service's protocol has no room for changes nothing. */
public enum Oddity {
  /** It does not say how many tokens it took. */
  NO_USAGE,
  /** All of it, and its end mark, but not why the model stopped. */
  NO_FINISH_REASON,
  /** The connection is held open after a stream's end mark. */
  HELD_OPEN,
  /** Signs of life, as far as the protocol has any, and nothing else. */
  HEARTBEATS,
  /** Its last token comes again and again, for ever. */
  RUNAWAY,
  /** The two halves of characters outside the basic plane come in two tokens. */
  HALF_CHARACTERS,
  /**
   * A stream is answered as if none had been asked for, as some servers of OpenAI's protocol do.
   */
  WHOLE_FOR_STREAM,
  /** The service's own error comes within a stream, in the place of its third token. */
  ERROR_IN_STREAM;

  /** The name in JSON. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The oddity of this name in JSON. */
  static Optional<Oddity> of(String jsonName) {
    return Arrays.stream(values()).filter(odd -> odd.jsonName().equals(jsonName)).findFirst();
  }
}
