package dev.trefoil.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One piece of a {@link Message}. */
public sealed interface Part {

  /**
   * Plain text; of any role.
   *
   * @param text any text; may be blank, which some services refuse and their mappers leave out
   */
  record Text(String text) implements Part {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * An image, from the user or from a tool.
   *
   * @param detail low or high, where the caller does not leave it to the service how closely to
   *     look
   */
  record Image(Media media, Optional<String> detail) implements Part {
    public Image {
      Objects.requireNonNull(media, "media");
      Objects.requireNonNull(detail, "detail");
    }

    /** An image that the service looks at as closely as it sees fit. */
    public Image(Media media) {
      this(media, Optional.empty());
    }
  }

  /** A sound, from the user. */
  record Audio(Media media) implements Part {
    public Audio {
      Objects.requireNonNull(media, "media");
    }
  }

  /**
   * A document, from the user.
   *
   * @param name the file's name, as the user calls it
   */
  record File(Media media, Optional<String> name) implements Part {
    public File {
      Objects.requireNonNull(media, "media");
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * What the model thought before it spoke; of the assistant.
   *
   * @param signature by which its provider takes it back; without one it is not sent again
   */
  record Reasoning(String text, Optional<Signature> signature) implements Part {
    public Reasoning {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(signature, "signature");
    }
  }

  /** A refusal in the model's own words; of the assistant. */
  record Refusal(String text) implements Part {
    public Refusal {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A call of a tool; of the assistant.
   *
   * @param id unique within the conversation, of any provider's form
   * @param name of any form
   * @param arguments as a model wrote them: a JSON object as text, unless it was cut or went wrong
   * @param signature the provider's mark on this call
   */
  record ToolCall(String id, String name, String arguments, Optional<Signature> signature)
      implements Part {
    public ToolCall {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(arguments, "arguments");
      Objects.requireNonNull(signature, "signature");
    }
  }

  /**
   * What a tool gave back; the only part of a message of the tool.
   *
   * @param callId the {@link ToolCall} that it answers, which stands earlier in the conversation
   * @param content texts and images, in order
   */
  record ToolResult(String callId, List<Part> content) implements Part {
    public ToolResult {
      Objects.requireNonNull(callId, "callId");
      content = List.copyOf(content);
    }
  }
}
