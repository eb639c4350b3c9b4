package dev.trefoil.provider;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import java.time.Duration;
import java.util.Optional;

/**
 * What a service takes of requests, by its protocol: a line a field. Routing asks once a target;
 * whoever speaks the protocol translates what is left and decides nothing again. What no line names
 * is taken as it is. Calls nothing.
 */
public interface RequestRules {
  /** Says what must be done to a request of chat. */
  default void chat(ModelRequest asked, RequestChanges to) {}

  /** Says what must be done to a request of embeddings. */
  default void embeddings(
      EmbeddingRequest request, String model, Capabilities can, RequestChanges to) {}

  /** Whether marks say to a model's service which beginning of a prompt it is to keep. */
  default boolean takesCacheMarks(String model, Capabilities can) {
    return false;
  }

  /** Whether a service finds what it keeps of a model's prompts by a name of ours as well. */
  default boolean takesCacheKey(String model, Capabilities can) {
    return false;
  }

  /**
   * How a model's service is told to keep a request's tools and instructions for money; empty where
   * it is not to be had.
   *
   * @param lifetime for how long
   */
  default Optional<Native> keeps(String model, Capabilities can, Duration lifetime) {
    return Optional.empty();
  }

  /**
   * Whether the service is told which of a request's tools the model may call; where not, it is
   * offered those only.
   */
  default boolean takesAllowedTools(String model, Capabilities can) {
    return false;
  }

  /**
   * Why an image cannot be sent.
   *
   * @param ofTool whether it is of a tool's result
   * @return words for the caller; empty for one that can
   */
  default String noImage(Media image, boolean ofTool, ModelRequest asked) {
    return "";
  }

  /** Why a sound cannot be sent, as {@link #noImage}. */
  default String noSound(Media sound, ModelRequest asked) {
    return "";
  }

  /** Why a file cannot be sent, as {@link #noImage}. */
  default String noFile(Media file, ModelRequest asked) {
    return "";
  }

  /** Refuses a conversation for the first image, sound or file in it that cannot be sent. */
  default void media(ModelRequest asked, RequestChanges to) {
    if (asked.hasMedia()) {
      for (Message message : asked.request().messages()) {
        for (Part part : message.parts()) {
          media(part, false, asked, to);
        }
      }
    }
  }

  private void media(Part part, boolean ofTool, ModelRequest asked, RequestChanges to) {
    String why = "";
    if (part instanceof Part.Image image) {
      why = noImage(image.media(), ofTool, asked);
    } else if (part instanceof Part.Audio audio) {
      why = noSound(audio.media(), asked);
    } else if (part instanceof Part.File file) {
      why = noFile(file.media(), asked);
    } else if (part instanceof Part.ToolResult result) {
      for (Part given : result.content()) {
        media(given, true, asked, to);
      }
    }
    to.refuse(RequestField.MESSAGES, !why.isEmpty(), why);
  }
}
