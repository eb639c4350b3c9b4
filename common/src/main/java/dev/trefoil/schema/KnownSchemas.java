package dev.trefoil.schema;

import java.util.Optional;

/**
 * The texts of schemas that were let through lately, so that a conversation's next turn need not
 * look into them again. Each is kept once: whoever looks one up here gets the text whose digest is
 * known and that later look-ups compare by identity.
 */
public final class KnownSchemas {
  /** The ones of this process. */
  public static final KnownSchemas SHARED = new KnownSchemas();

  private static final int MOST = 1_000;
  private static final long MOST_CHARACTERS = 2L << 20;

  private final RecentBySize<String, String> texts =
      new RecentBySize<>(MOST, MOST_CHARACTERS, (text, same) -> text.length());

  KnownSchemas() {}

  /** The text as it was kept; empty where it was not, or not lately. */
  public Optional<String> get(String text) {
    return texts.get(text);
  }

  /** Keeps a text that is within bounds. */
  public void keep(String text) {
    texts.put(text, text);
  }
}
