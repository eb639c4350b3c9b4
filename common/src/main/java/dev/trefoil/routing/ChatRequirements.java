package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what a chat request needs, in one walk over it. */
final class ChatRequirements {
  private final ChatRequest request;
  private final PromptSize.Counter counter = new PromptSize.Counter();
  private Optional<String> images = Optional.empty();
  private Optional<String> audio = Optional.empty();
  private Optional<String> files = Optional.empty();
  private boolean toolsInHistory;
  private boolean cacheMarks;

  ChatRequirements(ChatRequest request) {
    this.request = request;
  }

  Requirements read() {
    List<Message> messages = request.messages();
    for (int i = 0; i < messages.size(); i++) {
      counter.message();
      parts(messages.get(i).parts(), "messages[" + i + "].content[");
    }
    for (Tool tool : request.tools()) {
      counter.text(tool.name());
      counter.text(tool.description());
      counter.text(tool.schema());
      cacheMarks |= tool.cache().isPresent();
    }
    return new Requirements(
        Optional.of(request),
        Optional.empty(),
        images,
        audio,
        files,
        tools(),
        schema(),
        cacheMarks,
        counter.size());
  }

  private void parts(List<Part> parts, String path) {
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Text text -> counter.text(text.text());
        case Part.Refusal refusal -> counter.text(refusal.text());
        case Part.Reasoning thought -> counter.text(thought.text());
        case Part.RedactedReasoning thought -> {}
        case Part.CacheBreakpoint breakpoint -> cacheMarks = true;
        case Part.NativePart beyond -> counter.text(beyond.value().json());
        case Part.Image image -> {
          counter.image();
          images = first(images, path, i, "].image_url");
        }
        case Part.Audio sound -> {
          counter.audio();
          audio = first(audio, path, i, "].input_audio");
        }
        case Part.File file -> {
          file(file.media());
          files = first(files, path, i, "].file");
        }
        case Part.ToolCall call -> {
          toolsInHistory = true;
          counter.text(call.name());
          counter.text(call.arguments());
        }
        case Part.ToolResult result -> {
          toolsInHistory = true;
          parts(result.content(), path);
        }
      }
    }
  }

  private static Optional<String> first(
      Optional<String> before, String path, int index, String field) {
    return before.isPresent() ? before : Optional.of(path + index + field);
  }

  /** A text's length is known; a document of another kind is taken for one of a few pages. */
  private void file(Media media) {
    if (media instanceof Media.Inline inline
        && inline.type().toLowerCase(Locale.ROOT).startsWith("text/")) {
      counter.characters(inline.base64().length() / 4L * 3);
    } else {
      counter.document();
    }
  }

  private Optional<String> tools() {
    boolean offered =
        !request.tools().isEmpty() && !(request.toolChoice() instanceof ToolChoice.None);
    if (offered) {
      return Optional.of("tools");
    }
    return toolsInHistory ? Optional.of("messages") : Optional.empty();
  }

  private Optional<String> schema() {
    return request.format() instanceof ResponseFormat.JsonSchema
        ? Optional.of("response_format")
        : Optional.empty();
  }
}
