package dev.trefoil.chat;

import java.time.Duration;
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
   * A block of what the model thought before it spoke or called; of the assistant.
   *
   * @param text may be empty, where the words are withheld
   * @param summary the parts of a summary, where the service gave one
   * @param signature by which its provider takes it back; without one it is not sent again
   */
  record Reasoning(String text, List<String> summary, Optional<Signature> signature)
      implements Part {
    public Reasoning {
      Objects.requireNonNull(text, "text");
      summary = List.copyOf(summary);
      Objects.requireNonNull(signature, "signature");
    }

    /** Without a summary. */
    public Reasoning(String text, Optional<Signature> signature) {
      this(text, List.of(), signature);
    }
  }

  /** A block of reasoning that only its provider can read; of the assistant. */
  record RedactedReasoning(Signature data) implements Part {
    public RedactedReasoning {
      Objects.requireNonNull(data, "data");
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
   * @param content texts, images and files, in order
   * @param failed whether it says why the tool failed
   */
  record ToolResult(String callId, List<Part> content, boolean failed) implements Part {
    public ToolResult {
      Objects.requireNonNull(callId, "callId");
      content = List.copyOf(content);
    }

    /** Of a tool that did not say that it failed. */
    public ToolResult(String callId, List<Part> content) {
      this(callId, content, false);
    }
  }

  /**
   * The caller expects the conversation up to here, tools and instructions included, to come again:
   * a service that is told so keeps it in its prompt cache. Of any role; after the part that it
   * marks, within a tool's result too.
   *
   * @param ttl how long it is to be kept; empty for the service's default
   */
  record CacheBreakpoint(Optional<Duration> ttl) implements Part {
    public CacheBreakpoint {
      Objects.requireNonNull(ttl, "ttl");
    }
  }

  /** Something beyond this vocabulary, for a service of the same protocol; of any role. */
  record NativePart(Native value) implements Part {
    public NativePart {
      Objects.requireNonNull(value, "value");
    }
  }
}
