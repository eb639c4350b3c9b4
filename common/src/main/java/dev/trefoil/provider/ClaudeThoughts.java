package dev.trefoil.provider;

import dev.trefoil.chat.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Claude model thought, block by block, in the one text and the one signature that an answer
 * has room for. Anthropic wants its blocks back as they were, those that it encrypted included.
 *
 * <p>A single block's signature is kept as it is. Of several blocks each signature is kept with the
 * length of its text, joined by spaces: {@code 120:Eo0B… 33:Er0C… redacted:Ev8D…}; Anthropic's own
 * values are base64, which has neither colon nor space.
 */
public final class ClaudeThoughts {
  private static final Pattern MARK = Pattern.compile("(\\d{1,9}|redacted):(\\S+)");
  private static final String REDACTED = "redacted";

  private final List<String> marks = new ArrayList<>(1);
  private String onlySignature = "";
  private int blocks;
  private int length;
  private boolean closed;

  /** One block of an answer. */
  public sealed interface Block {}

  /** Thought in words, or with an empty text where the words are withheld. */
  public record Thinking(String text, String signature) implements Block {}

  /** Thought that only Anthropic can read. */
  public record Redacted(String data) implements Block {}

  /** The answer's next block begins and is one of thought. */
  public void begin() {
    blocks++;
    length = 0;
  }

  /** More of the block's text. */
  public void add(String text) {
    length += text.length();
  }

  /** The block is complete. */
  public void sign(String signature) {
    if (!closed) {
      marks.add(length + ":" + signature);
      onlySignature = signature;
    }
    length = 0;
  }

  /** A block of encrypted thought. */
  public void redacted(String data) {
    blocks++;
    if (!closed) {
      marks.add(REDACTED + ":" + data);
    }
  }

  /** The model speaks: what it thinks from now on cannot be handed back in its place. */
  public void close() {
    closed = true;
  }

  /** All that was thought before the first word; empty where nothing can be handed back. */
  public Optional<Signature> signature() {
    if (marks.isEmpty()) {
      return Optional.empty();
    }
    boolean plain = blocks == 1 && !onlySignature.isEmpty();
    return Optional.of(
        new Signature(Signature.ANTHROPIC, plain ? onlySignature : String.join(" ", marks)));
  }

  /**
   * The blocks of an answer's reasoning; none where its signature is another's or does not fit.
   *
   * @param text the reasoning of the whole answer
   */
  public static List<Block> blocks(String text, Optional<Signature> signature) {
    if (signature.isEmpty()
        || !signature.get().origin().equals(Signature.ANTHROPIC)
        || signature.get().value().isBlank()) {
      return List.of();
    }
    String value = signature.get().value();
    if (value.indexOf(':') < 0) {
      return List.of(new Thinking(text, value));
    }
    List<Block> blocks = new ArrayList<>();
    int from = 0;
    for (String mark : value.split(" ")) {
      Matcher matcher = MARK.matcher(mark);
      if (!matcher.matches()) {
        return List.of();
      }
      if (matcher.group(1).equals(REDACTED)) {
        blocks.add(new Redacted(matcher.group(2)));
        continue;
      }
      int to = from + Integer.parseInt(matcher.group(1));
      if (to > text.length()) {
        return List.of();
      }
      blocks.add(new Thinking(text.substring(from, to), matcher.group(2)));
      from = to;
    }
    return blocks;
  }
}
