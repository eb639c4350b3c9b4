package dev.trefoil.provider;

import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;

/** Failures that look the same whichever service they happen with. */
public final class Failures {
  /** Causes may run in a circle. */
  private static final int DEEPEST = 20;

  private Failures() {}

  /**
   * The attempt was ended through its {@link Cancellation}. {@link Kind#TIMEOUT}, since that is why
   * attempts are ended; whoever cancelled knows better.
   */
  public static ProviderException cancelled() {
    return new ProviderException(Kind.TIMEOUT, "the attempt was cancelled");
  }

  /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
  public static ProviderException interrupted(Exception cause) {
    Thread.currentThread().interrupt();
    return new ProviderException(Kind.TIMEOUT, "the attempt was interrupted", cause);
  }

  /**
   * A failure of ours among the causes of what a client threw: credentials fail inside the vendors'
   * clients, which wrap what they do not know.
   */
  public static Optional<ProviderException> in(Throwable thrown) {
    return cause(thrown, ProviderException.class);
  }

  /** The first cause of the given type, {@code thrown} itself included. */
  public static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }

  /** What everything else was thrown for. */
  public static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
      root = root.getCause();
    }
    return root;
  }

  /** {@code message}, or {@code otherwise} where the service gave no words. */
  public static String words(String message, String otherwise) {
    return message == null || message.isBlank() ? otherwise : message;
  }
}
