// A prompt as a service's cache sees it: blocks in the order in which models read them.
package dev.trefoil.emulators.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Collects blocks, where what is before them is to be kept, and where something kept is looked for.
 */
public final class Prompt {

  /**
   * The prompt up to the end of a block.
   *
   * @param digest of all of it
   * @param tokens how many words it has
   */
  record Place(String digest, int tokens) {}

  /**
   * A place up to which the prompt is to be kept.
   *
   * @param index of the block
   * @param lifetime for how long since it was last found
   */
  record Mark(int index, Duration lifetime) {}

  private final List<Place> places = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<Integer> sought = new ArrayList<>();
  private String digest;
  private int tokens;

  /**
   * An empty prompt.
   *
   * @param reader whose cache it is: of another model, or by another key, nothing is found
   */
  public Prompt(String reader) {
    digest = reader;
  }

  /** What is no block of its own, and yet makes the rest another prompt: a role, a setting. */
  public void bear(String content) {
    try {
      byte[] bytes = (digest + '\n' + content).getBytes(StandardCharsets.UTF_8);
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** One more block, of so many words. */
  public void add(String content, int words) {
    bear(content);
    tokens += words;
    places.add(new Place(digest, tokens));
  }

  /** Up to the last block it is to be kept; where there is none, nothing is. */
  public void keep(Duration lifetime) {
    if (!places.isEmpty()) {
      marks.add(new Mark(places.size() - 1, lifetime));
    }
  }

  /** What was kept is looked for at the end of the last block. */
  public void seek() {
    if (!places.isEmpty()) {
      sought.add(places.size() - 1);
    }
  }

  /** What was kept is looked for at each mark and at the blocks before it, so many with its own. */
  public void seekBack(int blocks) {
    for (Mark mark : marks) {
      for (int i = mark.index(); i > mark.index() - blocks && i >= 0; i--) {
        sought.add(i);
      }
    }
  }

  /** Whether any of it is to be kept. */
  public boolean isMarked() {
    return !marks.isEmpty();
  }

  Place place(int index) {
    return places.get(index);
  }

  List<Mark> marks() {
    return marks;
  }

  List<Place> sought() {
    return sought.stream().map(places::get).toList();
  }
}
