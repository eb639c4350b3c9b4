// Remembers which beginnings of prompts it has seen, so that usage can tell of cached tokens.
package dev.trefoil.emulators.claude;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A service's prompt cache. Entries do not expire; the least used go first. Thread-safe. */
public final class PromptCache {

  private static final int MOST = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A prompt up to a cache point.
   *
   * @param content all of it, the model's name included
   * @param tokens how many words it has
   */
  public record Prefix(String content, int tokens) {}

  /**
   * Tokens that were found in the cache, and that were put there.
   *
   * @param read of the longest prefix that was seen before
   * @param written of the longest prefix beyond that
   */
  public record Use(int read, int written) {}

  /**
   * Looks prefixes up and keeps them.
   *
   * @param prefixes shortest first; none for a prompt without cache points
   */
  public Use use(List<Prefix> prefixes) {
    lock.lock();
    try {
      int read = 0;
      int longest = 0;
      for (Prefix prefix : prefixes) {
        longest = prefix.tokens();
        if (seen.put(digest(prefix.content()), true) != null) {
          read = prefix.tokens();
        }
      }
      return new Use(read, longest - read);
    } finally {
      lock.unlock();
    }
  }

  private static String digest(String content) {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
