// What Claude models ask of a conversation beyond its order: whose blocks are whose, that thinking
// comes back as it was given, and that images are what they are said to be.
package dev.trefoil.emulators.claude;

import dev.trefoil.emulators.model.ImageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A conversation, message by message, and the first thing that is wrong with it. */
public final class ClaudeHistory {

  /** A block, as far as the rules tell blocks apart. */
  public sealed interface Block {
    /** Its type in Anthropic's API. */
    String type();
  }

  /** A call of a tool. */
  public record ToolUse() implements Block {
    @Override
    public String type() {
      return "tool_use";
    }
  }

  /** What a tool returned. */
  public record ToolResult() implements Block {
    @Override
    public String type() {
      return "tool_result";
    }
  }

  /** Reasoning, with the signature that came with it. */
  public record Thinking(String text, Optional<String> signature) implements Block {
    @Override
    public String type() {
      return "thinking";
    }
  }

  /**
   * Reasoning that is encrypted. No emulator gives any of itself; what a test has one give is taken
   * back if it is what signs no text.
   */
  public record Redacted(String data) implements Block {
    @Override
    public String type() {
      return "redacted_thinking";
    }
  }

  /** An image in Base64, empty when it is only referred to. */
  public record Image(String mediaType, String base64) implements Block {
    @Override
    public String type() {
      return "image";
    }
  }

  /** Any other block. */
  public record Other(String type) implements Block {}

  private record Message(boolean assistant, List<Block> blocks) {}

  private final ReasoningSignature signature;
  private final ClaudeTraits traits;
  private final ClaudeSettings settings;
  private final List<Message> messages = new ArrayList<>();

  /** An empty conversation with a model of these traits, at these settings. */
  public ClaudeHistory(ReasoningSignature signature, ClaudeTraits traits, ClaudeSettings settings) {
    this.signature = signature;
    this.traits = traits;
    this.settings = settings;
  }

  /** The next message. */
  public void add(boolean assistant, List<Block> blocks) {
    messages.add(new Message(assistant, List.copyOf(blocks)));
  }

  /** The first thing that is wrong, in Anthropic's words. */
  public Optional<String> violation() {
    for (int i = 0; i < messages.size(); i++) {
      List<Block> blocks = messages.get(i).blocks();
      for (int j = 0; j < blocks.size(); j++) {
        Optional<String> found = violation(i, j, blocks.get(j));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    if (!messages.isEmpty() && messages.getLast().assistant() && !traits.prefill()) {
      return Optional.of(ClaudeRules.NO_PREFILL);
    }
    return settings.budgeted() ? unthought() : Optional.empty();
  }

  private Optional<String> violation(int message, int index, Block block) {
    boolean assistant = messages.get(message).assistant();
    String place = "messages.%d.content.%d".formatted(message, index);
    return switch (block) {
      case ToolUse use -> onlyIn("assistant", assistant, message, block);
      case ToolResult result -> onlyIn("user", !assistant, message, block);
      case Redacted redacted ->
          signature.signs("", redacted.data())
              ? onlyIn("assistant", assistant, message, block)
              : Optional.of(place + ": Invalid `data` in `redacted_thinking` block");
      case Thinking thinking ->
          onlyIn("assistant", assistant, message, block).or(() -> signed(thinking, place));
      case Image image -> onlyIn("user", !assistant, message, block).or(() -> same(image, place));
      case Other other -> Optional.empty();
    };
  }

  private static Optional<String> onlyIn(String role, boolean right, int message, Block block) {
    return right
        ? Optional.empty()
        : Optional.of(
            "messages.%d: `%s` blocks can only be specified in `%s` messages"
                .formatted(message, block.type(), role));
  }

  private Optional<String> signed(Thinking thinking, String place) {
    if (thinking.signature().isEmpty()) {
      return Optional.of(place + ".thinking.signature: Field required");
    }
    return signature.signs(thinking.text(), thinking.signature().get())
        ? Optional.empty()
        : Optional.of(place + ": Invalid `signature` in `thinking` block");
  }

  private static Optional<String> same(Image image, String place) {
    return ImageKind.of(image.base64())
        .map(ImageKind::mediaType)
        .filter(seen -> !seen.equals(image.mediaType()))
        .map(
            seen ->
                "%s.image.source.base64.data: The image was specified using the %s media type, but the image appears to be a %s image"
                    .formatted(place, image.mediaType(), seen));
  }

  /** With a budget, the calls that are being answered must begin with thinking. */
  private Optional<String> unthought() {
    int calls = messages.size() - 2;
    if (calls < 0 || messages.getLast().blocks().stream().noneMatch(ToolResult.class::isInstance)) {
      return Optional.empty();
    }
    Block first = messages.get(calls).blocks().getFirst();
    return first instanceof Thinking || first instanceof Redacted
        ? Optional.empty()
        : Optional.of(
            ("messages.%d.content.0.type: Expected `thinking` or `redacted_thinking`, but found"
                    + " `%s`. When `thinking` is enabled, a final `assistant` message must start with"
                    + " a thinking block (preceeding the lastmost set of `tool_use` and `tool_result`"
                    + " blocks). We recommend you include thinking blocks from previous turns. To"
                    + " avoid this requirement, disable `thinking`.")
                .formatted(calls, first.type()));
  }
}
