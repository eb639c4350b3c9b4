package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Part.Builder;
import com.google.protobuf.ByteString;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Conversation;
import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages as contents and a system instruction. */
final class ContentsMapper {
  private final Capabilities model;
  private final GenerateContentRequest.Builder request;

  /** The calls of the last turn of the model. */
  private List<Part.ToolCall> calls = List.of();

  private ContentsMapper(Capabilities model, GenerateContentRequest.Builder request) {
    this.model = model;
    this.request = request;
  }

  static void map(
      List<Message> messages, Capabilities model, GenerateContentRequest.Builder request)
      throws ProviderException {
    Conversation conversation =
        Conversation.of(messages.stream().map(ContentsMapper::sayable).toList());
    ContentsMapper mapper = new ContentsMapper(model, request);
    if (!conversation.systemTexts().isEmpty()) {
      Content.Builder instruction =
          model.system()
              ? request.getSystemInstructionBuilder()
              : request.addContentsBuilder().setRole("user");
      conversation.systemTexts().forEach(text -> instruction.addPartsBuilder().setText(text));
    }
    for (Message turn : conversation.turns()) {
      if (turn.role() == Role.ASSISTANT) {
        mapper.model(turn.parts());
      } else {
        mapper.user(turn.parts());
      }
    }
    // Gemini refuses a conversation that the model spoke last in, which OpenAI's models take.
    if (conversation.turns().getLast().role() == Role.ASSISTANT) {
      request.addContentsBuilder().setRole("user").addPartsBuilder().setText(Conversation.GO_ON);
    }
  }

  /**
   * What the model thought stays out: Gemini wants its signatures back, not its thoughts. The mark
   * of what it said stays where there is a text to bear it.
   */
  private static Message sayable(Message message) {
    if (message.parts().stream().noneMatch(ContentsMapper::isOfItsOwnKind)) {
      return message;
    }
    List<Part> parts = new ArrayList<>(message.parts().size());
    for (Part part : message.parts()) {
      if (part instanceof Part.Refusal(String text)) {
        parts.add(new Part.Text(text));
      } else if (part instanceof Part.Reasoning thought
          ? Signatures.isOwn(thought.signature()) && says(message)
          : !(part instanceof Part.RedactedReasoning)) {
        parts.add(part);
      }
    }
    return new Message(message.role(), parts);
  }

  private static boolean says(Message message) {
    return message.parts().stream()
        .anyMatch(part -> part instanceof Part.Text(String text) && !text.isBlank());
  }

  private static boolean isOfItsOwnKind(Part part) {
    return part instanceof Part.Refusal
        || part instanceof Part.Reasoning
        || part instanceof Part.RedactedReasoning;
  }

  private void model(List<Part> parts) throws ProviderException {
    Content.Builder content = request.addContentsBuilder().setRole("model");
    List<Part.ToolCall> made = new ArrayList<>();
    Optional<Signature> mark = Optional.empty();
    int marked = -1;
    for (Part part : parts) {
      if (part instanceof Part.Reasoning thought) {
        mark(content, marked, mark);
        mark = thought.signature();
        marked = -1;
        continue;
      }
      Builder mapped = content.addPartsBuilder();
      if (part instanceof Part.ToolCall call) {
        mapped
            .getFunctionCallBuilder()
            .setName(call.name())
            .setArgs(JsonValues.arguments(call.arguments()));
        mapped.setThoughtSignature(Signatures.at(call.signature(), made.isEmpty(), model));
        made.add(call);
      } else {
        said(part, mapped);
        marked = content.getPartsCount() - 1;
      }
    }
    mark(content, marked, mark);
    calls = made;
  }

  /** The mark of a message that says something is its last text's. */
  private static void mark(Content.Builder content, int text, Optional<Signature> mark)
      throws ProviderException {
    if (text >= 0 && mark.isPresent()) {
      content.getPartsBuilder(text).setThoughtSignature(Signatures.bytes(mark.get().value()));
    }
  }

  /** Results come first, in a content of their own: Gemini refuses text among them. */
  private void user(List<Part> parts) {
    List<Part.ToolResult> results = new ArrayList<>();
    List<Part> others = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        results.add(result);
      } else {
        others.add(part);
      }
    }
    if (!Gemini.seesResults(model)) {
      others.addAll(0, images(results));
    }
    if (!results.isEmpty()) {
      ResultsMapper.map(
          results, calls, Gemini.seesResults(model), request.addContentsBuilder().setRole("user"));
    }
    if (!others.isEmpty()) {
      Content.Builder content = request.addContentsBuilder().setRole("user");
      for (Part part : others) {
        said(part, content.addPartsBuilder());
      }
    }
  }

  /** What a model that sees no images and files within results is shown after them. */
  private static List<Part> images(List<Part.ToolResult> results) {
    List<Part> images = new ArrayList<>();
    for (Part.ToolResult result : results) {
      result.content().stream()
          .filter(part -> part instanceof Part.Image || part instanceof Part.File)
          .forEach(images::add);
    }
    return images;
  }

  private static void said(Part part, Builder mapped) {
    switch (part) {
      case Part.Text(String text) -> mapped.setText(text);
      case Part.Image image -> media(image.media(), mapped);
      case Part.Audio audio -> media(audio.media(), mapped);
      case Part.File file -> media(file.media(), mapped);
      case Part.Reasoning reasoning -> throw misplaced(reasoning);
      case Part.RedactedReasoning thought -> throw misplaced(thought);
      case Part.CacheBreakpoint breakpoint -> throw misplaced(breakpoint);
      case Part.NativePart beyond -> throw misplaced(beyond);
      case Part.Refusal refusal -> throw misplaced(refusal);
      case Part.ToolCall call -> throw misplaced(call);
      case Part.ToolResult result -> throw misplaced(result);
    }
  }

  static IllegalArgumentException misplaced(Part part) {
    return new IllegalArgumentException("cannot stand here: " + part.getClass());
  }

  private static void media(Media content, Builder mapped) {
    MediaMapper.map(
        content,
        new MediaMapper.Target() {
          @Override
          public void bytes(String type, ByteString bytes) {
            mapped.getInlineDataBuilder().setMimeType(type).setData(bytes);
          }

          @Override
          public void address(String type, String uri) {
            mapped.getFileDataBuilder().setMimeType(type).setFileUri(uri);
          }
        });
  }
}
