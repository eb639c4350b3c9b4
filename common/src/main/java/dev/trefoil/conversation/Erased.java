package dev.trefoil.conversation;

import java.util.OptionalLong;

/**
 * What an erasure has found and deleted.
 *
 * @param conversations with their labels
 * @param turns responses with what was asked, and what was said in conversations, summaries too
 * @param blobs of turns
 * @param left records that a newer version wrote, or nobody of ours: they could not be read and are
 *     still there
 * @param files files, and vector stores
 * @param next where it is to be gone on with, since its time was over; empty when it is complete
 */
public record Erased(
    int conversations, int turns, int blobs, int left, int files, OptionalLong next) {
  static final Erased NOTHING = new Erased(0, 0, 0, 0, OptionalLong.empty());
  static final Erased CONVERSATION = new Erased(1, 0, 0, 0, OptionalLong.empty());
  static final Erased UNREADABLE = new Erased(0, 0, 0, 1, OptionalLong.empty());

  /** Where no files were kept. */
  public Erased(int conversations, int turns, int blobs, int left, OptionalLong next) {
    this(conversations, turns, blobs, left, 0, next);
  }

  static Erased turn(boolean whole, boolean blob) {
    return new Erased(0, whole ? 1 : 0, blob ? 1 : 0, 0, OptionalLong.empty());
  }

  Erased plus(Erased more) {
    return new Erased(
        conversations + more.conversations,
        turns + more.turns,
        blobs + more.blobs,
        left + more.left,
        files + more.files,
        more.next);
  }

  Erased until(long place) {
    return new Erased(conversations, turns, blobs, left, files, OptionalLong.of(place));
  }

  Erased withFiles(int more) {
    return new Erased(conversations, turns, blobs, left, files + more, next);
  }
}
