package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.provider.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.CacheTTL;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** A request's conversation as Converse's {@code system} and {@code messages}. */
final class MessagesMapper {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final ConverseInput asked;
  private final MediaMapper media;

  MessagesMapper(ConverseInput asked) {
    this.asked = asked;
    this.media = new MediaMapper();
  }

  /** Null where there is none: the service refuses an empty list. */
  List<SystemContentBlock> system() {
    if (asked.conversation().systemTexts().isEmpty() || !asked.can().system()) {
      return null;
    }
    List<SystemContentBlock> system = new ArrayList<>();
    for (Part part : asked.conversation().system()) {
      if (part instanceof Part.Text(String text)) {
        system.add(SystemContentBlock.fromText(text));
      } else if (part instanceof Part.CacheBreakpoint mark) {
        system.add(SystemContentBlock.fromCachePoint(cachePoint(mark)));
      }
    }
    return system;
  }

  /**
   * @param goesOn whether the model goes on with its own last words unasked
   */
  List<Message> messages(boolean goesOn) {
    List<Message> messages = new ArrayList<>();
    for (dev.trefoil.chat.Message turn : asked.conversation().turns()) {
      messages.add(
          turn.role() == Role.ASSISTANT
              ? message(ConversationRole.ASSISTANT, said(turn))
              : message(ConversationRole.USER, asked(turn, messages.isEmpty())));
    }
    if (asked.endsWithAssistant()) {
      if (goesOn) {
        messages.add(stripped(messages.removeLast()));
      } else {
        messages.add(
            message(ConversationRole.USER, List.of(ContentBlock.fromText(Conversation.GO_ON))));
      }
    }
    return messages;
  }

  /** Claude refuses to go on with a text that ends with blanks. */
  private static Message stripped(Message last) {
    List<ContentBlock> content = new ArrayList<>(last.content());
    String text = content.getLast().text();
    if (text != null) {
      content.set(content.size() - 1, ContentBlock.fromText(text.stripTrailing()));
    }
    return message(ConversationRole.ASSISTANT, content);
  }

  private static Message message(ConversationRole role, List<ContentBlock> content) {
    return Message.builder().role(role).content(content).build();
  }

  /** The user's blocks: results first, as Anthropic wants them; a document never without text. */
  private List<ContentBlock> asked(dev.trefoil.chat.Message turn, boolean first) {
    List<ContentBlock> results = new ArrayList<>();
    List<ContentBlock> others = new ArrayList<>();
    if (first && !asked.can().system()) {
      asked.conversation().systemTexts().forEach(text -> others.add(ContentBlock.fromText(text)));
    }
    List<ContentBlock> last = others;
    for (Part part : turn.parts()) {
      if (!(part instanceof Part.CacheBreakpoint)) {
        last = part instanceof Part.ToolResult ? results : others;
      }
      last.add(block(part));
      if (part instanceof Part.ToolResult result) {
        result.content().stream()
            .filter(Part.CacheBreakpoint.class::isInstance)
            .findFirst()
            .map(this::block) // There is no place for it within the result.
            .ifPresent(results::add);
      }
    }
    boolean documents = others.stream().anyMatch(block -> block.document() != null);
    if (documents && others.stream().noneMatch(block -> block.text() != null)) {
      others.add(ContentBlock.fromText(Conversation.NO_TEXT));
    }
    results.addAll(others);
    return results;
  }

  private List<ContentBlock> said(dev.trefoil.chat.Message turn) {
    List<ContentBlock> blocks = new ArrayList<>();
    for (Part part : turn.parts()) {
      blocks.add(block(part));
    }
    return blocks;
  }

  private ContentBlock block(Part part) {
    return switch (part) {
      case Part.Text(String text) -> ContentBlock.fromText(text);
      case Part.Refusal(String text) -> ContentBlock.fromText(text);
      case Part.Image image -> ContentBlock.fromImage(media.image(image));
      case Part.Audio audio -> ContentBlock.fromAudio(media.audio(audio));
      case Part.File file -> ContentBlock.fromDocument(media.document(file));
      case Part.ToolCall call ->
          ContentBlock.fromToolUse(
              ToolUseBlock.builder()
                  .toolUseId(call.id())
                  .name(call.name())
                  .input(Documents.read(call.arguments()))
                  .build());
      case Part.ToolResult result -> ContentBlock.fromToolResult(result(result));
      case Part.Reasoning thought ->
          ContentBlock.fromReasoningContent(
              ReasoningContentBlock.fromReasoningText(
                  r -> r.text(thought.text()).signature(thought.signature().get().value())));
      case Part.RedactedReasoning(var data) ->
          ContentBlock.fromReasoningContent(
              ReasoningContentBlock.fromRedactedContent(
                  SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(data.value()))));
      case Part.CacheBreakpoint mark -> ContentBlock.fromCachePoint(cachePoint(mark));
      case Part.NativePart beyond -> throw leftOut(beyond);
    };
  }

  private ToolResultBlock result(Part.ToolResult result) {
    List<ToolResultContentBlock> content = new ArrayList<>();
    for (Part part : result.content()) {
      if (part instanceof Part.Image image) {
        content.add(ToolResultContentBlock.fromImage(media.image(image)));
      } else if (part instanceof Part.File file) {
        content.add(ToolResultContentBlock.fromDocument(media.document(file)));
      } else if (part instanceof Part.Text(String text) && !text.isBlank()) {
        content.add(ToolResultContentBlock.fromText(text));
      }
    }
    if (content.isEmpty()) {
      content.add(ToolResultContentBlock.fromText(Conversation.NO_TEXT));
    }
    return ToolResultBlock.builder()
        .toolUseId(result.callId())
        .content(content)
        .status(result.failed() ? ToolResultStatus.ERROR : null)
        .build();
  }

  /** For five minutes unless an hour is asked for: there is nothing between. */
  static CachePointBlock cachePoint(Part.CacheBreakpoint mark) {
    boolean hour = mark.ttl().filter(ttl -> ttl.compareTo(FIVE_MINUTES) > 0).isPresent();
    return CachePointBlock.builder()
        .type(CachePointType.DEFAULT)
        .ttl(hour ? CacheTTL.VALUE_1_H : null)
        .build();
  }

  private static IllegalArgumentException leftOut(Part part) {
    return new IllegalArgumentException("left out before: " + part.getClass());
  }
}
