package dev.trefoil.chat;

import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Claude model thought, block by block, where there is room for one text and one signature
 * only. Anthropic wants its blocks back as they were, those that it encrypted included.
 *
 * <p>A single block's signature is kept as it is. Of several blocks each signature is kept with the
 * length of its text, joined by spaces: {@code 120:Eo0B… 33:Er0C… redacted:Ev8D…}; Anthropic's own
 * values are base64, which has neither colon nor space. Marks of other models on Bedrock have their
 * family and a space before all this. Of any other provider's marks the last one is kept.
 */
public final class ClaudeThoughts {
  private static final Pattern MARK = Pattern.compile("(\\d{1,9}|redacted):(\\S+)");
  private static final String REDACTED = "redacted";

  private final List<String> marks = new ArrayList<>(1);
  private Optional<Signature> last = Optional.empty();
  private String onlySignature = "";
  private int blocks;
  private int length;
  private boolean open;
  private boolean spoken;

  /** Takes an event of one choice's answer, of whatever kind. */
  public void add(ChatEvent event) {
    if (event instanceof ReasoningDelta delta) {
      begin();
      length += delta.text().length();
    } else if (event instanceof ReasoningSigned signed) {
      sign(signed.signature());
    } else if (event instanceof ReasoningRedacted redacted) {
      redacted(redacted.data());
    } else if (event instanceof TextDelta
        || event instanceof RefusalDelta
        || event instanceof ToolCallStarted) {
      spoken = true; // What it thinks from now on cannot be handed back in its place.
    }
  }

  private void begin() {
    if (!open) {
      open = true;
      blocks++;
      length = 0;
    }
  }

  private void sign(Signature signature) {
    if (!inBlocks(signature)) {
      last = Optional.of(signature);
      return;
    }
    begin();
    open = false;
    if (!spoken) {
      last = Optional.of(signature);
      onlySignature = mark(signature);
      marks.add(length + ":" + onlySignature);
    }
  }

  private void redacted(Signature data) {
    blocks++;
    open = false;
    if (!spoken) {
      last = Optional.of(data);
      marks.add(REDACTED + ":" + mark(data));
    }
  }

  /** All that was thought before the first word; empty where nothing can be handed back. */
  public Optional<Signature> signature() {
    if (marks.isEmpty() || !inBlocks(last.get())) {
      return last;
    }
    boolean plain = blocks == 1 && !onlySignature.isEmpty();
    String value = plain ? onlySignature : String.join(" ", marks);
    return Optional.of(new Signature(last.get().origin(), prefix(last.get()) + value));
  }

  /**
   * The blocks of an answer's reasoning.
   *
   * @param text the reasoning of the whole answer
   * @param signature as {@link #signature()} gave it, or any other; where it does not fit the text,
   *     the text has none
   */
  public static List<Part> parts(String text, Optional<Signature> signature) {
    if (signature.isEmpty() || !inBlocks(signature.get())) {
      return List.of(new Part.Reasoning(text, signature));
    }
    String value = mark(signature.get());
    if (value.indexOf(':') < 0) {
      boolean blank = value.isBlank();
      return List.of(new Part.Reasoning(text, blank ? Optional.empty() : signature));
    }
    String origin = signature.get().origin();
    String prefix = prefix(signature.get());
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (String mark : value.split(" ")) {
      Matcher matcher = MARK.matcher(mark);
      if (!matcher.matches()) {
        return unsigned(text);
      }
      Signature own = new Signature(origin, prefix + matcher.group(2));
      if (matcher.group(1).equals(REDACTED)) {
        parts.add(new Part.RedactedReasoning(own));
        continue;
      }
      int to = from + Integer.parseInt(matcher.group(1));
      if (to > text.length()) {
        return unsigned(text);
      }
      parts.add(new Part.Reasoning(text.substring(from, to), Optional.of(own)));
      from = to;
    }
    return parts;
  }

  private static List<Part> unsigned(String text) {
    return List.of(new Part.Reasoning(text, Optional.empty()));
  }

  private static boolean inBlocks(Signature signature) {
    return signature.origin().equals(Signature.ANTHROPIC)
        || signature.origin().equals(Signature.BEDROCK);
  }

  /** The family before a mark of Bedrock's, with the space after it. */
  private static String prefix(Signature signature) {
    return signature.origin().equals(Signature.BEDROCK)
        ? signature.value().substring(0, signature.value().indexOf(' ') + 1)
        : "";
  }

  private static String mark(Signature signature) {
    return signature.value().substring(prefix(signature).length());
  }
}
