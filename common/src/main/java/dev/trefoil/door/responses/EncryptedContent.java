package dev.trefoil.door.responses;

import dev.trefoil.chat.Part;
import dev.trefoil.chat.Signature;
import dev.trefoil.door.SignatureText;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a reasoning item's {@code encrypted_content}: all by which its model knows the
 * thought again. The thought's own words are in it too, since clients leave them out of what they
 * send back; they are not secret, but no client has use for them.
 *
 * @param kind what it is
 * @param signature the provider's mark; a thought may have none
 * @param text the thought's words; empty of other kinds
 */
record EncryptedContent(Kind kind, Optional<Signature> signature, String text) {
  private static final char SEPARATOR = '\0';
  private static final String UNSIGNED = "none";

  /** What is marked. */
  enum Kind {
    /** A block of reasoning. */
    THOUGHT('t'),
    /** One that only its provider can read. */
    REDACTED('r'),
    /** The call that follows. */
    CALL('c'),
    /** Not a thought, but the summary of a thread: {@link CompactionItem}. */
    SUMMARY('s');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  String encode() {
    Signature mark = signature.orElse(new Signature(UNSIGNED, ""));
    return SignatureText.encode(
        new Signature(mark.origin(), mark.value() + SEPARATOR + kind.letter + text));
  }

  /** Reads one of ours; empty of all others, which are bound to other services. */
  static Optional<EncryptedContent> decode(String text) {
    return SignatureText.decode(text).flatMap(EncryptedContent::of);
  }

  private static Optional<EncryptedContent> of(Signature mark) {
    int at = mark.value().indexOf(SEPARATOR);
    if (at < 0 || at + 1 == mark.value().length()) {
      return Optional.empty();
    }
    Signature own = new Signature(mark.origin(), mark.value().substring(0, at));
    char letter = mark.value().charAt(at + 1);
    for (Kind kind : Kind.values()) {
      if (kind.letter == letter) {
        return Optional.of(
            new EncryptedContent(
                kind,
                own.origin().equals(UNSIGNED) ? Optional.empty() : Optional.of(own),
                mark.value().substring(at + 2)));
      }
    }
    return Optional.empty();
  }

  /**
   * The block that it is of.
   *
   * @param words the thought's, where the item has them
   */
  Part part(String words, List<String> summary) {
    if (kind == Kind.REDACTED && signature.isPresent()) {
      return new Part.RedactedReasoning(signature.get());
    }
    return new Part.Reasoning(words.isEmpty() ? text : words, summary, signature);
  }
}
