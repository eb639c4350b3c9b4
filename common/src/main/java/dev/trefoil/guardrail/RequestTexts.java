package dev.trefoil.guardrail;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts of a request: all that is said in its conversation, and what only one protocol knows.
 * What declares tools and forms is the application's own and no part of them.
 */
final class RequestTexts {
  private RequestTexts() {}

  /** The request with its texts replaced, or walked over. */
  static ChatRequest walk(ChatRequest request, Texts texts) {
    List<Message> messages =
        request.messages().stream()
            .map(message -> message.withParts(walk(message.parts(), texts)))
            .toList();
    Map<String, String> extras = new LinkedHashMap<>();
    new TreeMap<>(request.extras()).forEach((name, json) -> extras.put(name, texts.value(json)));
    List<Native> natives = request.natives().stream().map(value -> walk(value, texts)).toList();
    return request.withMessages(messages).withExtras(extras).withNatives(natives);
  }

  /** The same of texts for vectors; tokens cannot be read. */
  static EmbeddingRequest walk(EmbeddingRequest request, Texts texts) {
    List<Input> inputs =
        request.inputs().stream()
            .map(
                input ->
                    input instanceof Input.Text(String text)
                        ? new Input.Text(texts.plain(text))
                        : input)
            .toList();
    return new EmbeddingRequest(inputs, request.dimensions(), request.user());
  }

  /**
   * The images of a request that are sent along.
   *
   * @return empty where it holds something else that is no text
   */
  static Optional<List<Media.Inline>> images(ChatRequest request) {
    List<Media.Inline> images = new ArrayList<>(0);
    return request.messages().stream().anyMatch(message -> hasOthers(message.parts(), images))
        ? Optional.empty()
        : Optional.of(images);
  }

  /** Whether a request holds tokens in place of a text. */
  static boolean hasTokens(EmbeddingRequest request) {
    return request.inputs().stream().anyMatch(Input.Tokens.class::isInstance);
  }

  /** Whether there is something that is neither text nor an image; adds the images until there. */
  private static boolean hasOthers(List<Part> parts, List<Media.Inline> images) {
    return parts.stream()
        .anyMatch(
            part ->
                switch (part) {
                  case Part.Image image ->
                      !(image.media() instanceof Media.Inline inline && images.add(inline));
                  case Part.Audio audio -> true;
                  case Part.File file -> true;
                  case Part.ToolResult result -> hasOthers(result.content(), images);
                  case Part.Text text -> false;
                  case Part.Reasoning thought -> false;
                  case Part.RedactedReasoning thought -> false;
                  case Part.Refusal refusal -> false;
                  case Part.ToolCall call -> false;
                  case Part.CacheBreakpoint mark -> false;
                  case Part.NativePart(Native value) -> NativeMedia.isIn(value);
                });
  }

  private static List<Part> walk(List<Part> parts, Texts texts) {
    return parts.stream().map(part -> walk(part, texts)).toList();
  }

  private static Part walk(Part part, Texts texts) {
    return switch (part) {
      case Part.Text(String text) -> new Part.Text(texts.plain(text));
      case Part.Refusal(String text) -> new Part.Refusal(texts.plain(text));
      case Part.Reasoning thought -> walk(thought, texts);
      case Part.ToolCall(var id, var name, var arguments, var signature) ->
          new Part.ToolCall(id, name, texts.json(arguments), signature);
      case Part.ToolResult(var callId, var content, var failed) ->
          new Part.ToolResult(callId, results(content, texts), failed);
      case Part.File(var media, var name) -> new Part.File(media, name.map(texts::plain));
      case Part.NativePart(Native value) -> new Part.NativePart(walk(value, texts));
      case Part.Image image -> image;
      case Part.Audio audio -> audio;
      case Part.RedactedReasoning thought -> thought;
      case Part.CacheBreakpoint mark -> mark;
    };
  }

  private static List<Part> results(List<Part> content, Texts texts) {
    return content.stream()
        .map(
            part ->
                part instanceof Part.Text(String text)
                    ? new Part.Text(texts.json(text))
                    : walk(part, texts))
        .toList();
  }

  /** A mark on thoughts is on these words: without it, others are not sent. */
  private static Part walk(Part.Reasoning thought, Texts texts) {
    String text = texts.plain(thought.text());
    List<String> summary = thought.summary().stream().map(texts::plain).toList();
    boolean same = text.equals(thought.text()) && summary.equals(thought.summary());
    return same ? thought : new Part.Reasoning(text, summary, Optional.empty());
  }

  static Native walk(Native value, Texts texts) {
    return new Native(value.protocol(), value.model(), value.member(), texts.value(value.json()));
  }
}
