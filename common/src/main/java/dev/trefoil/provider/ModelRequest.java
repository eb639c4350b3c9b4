package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A request beside the model that it is for, looked through once. Of one thread. */
public final class ModelRequest {
  private final ChatRequest request;
  private final String model;
  private final Capabilities can;
  private boolean instructions;
  private boolean calls;
  private boolean media;
  private boolean detail;
  private boolean cache;
  private boolean nativeTools;
  private final Set<String> natives = new HashSet<>(0);

  /**
   * @param model the model's id as its service knows it
   * @param can what is known of it
   */
  public ModelRequest(ChatRequest request, String model, Capabilities can) {
    this.request = request;
    this.model = model;
    this.can = can;
    for (Message message : request.messages()) {
      read(message);
    }
    for (Tool tool : request.tools()) {
      cache |= tool.cache().isPresent();
      nativeTools |= !tool.natives().isEmpty();
    }
  }

  private void read(Message message) {
    for (Part part : message.parts()) {
      if (part instanceof Part.Text text) {
        instructions |= message.role() == Role.SYSTEM && !text.text().isBlank();
      } else if (part instanceof Part.ToolCall) {
        calls = true;
      } else if (part instanceof Part.ToolResult result) {
        for (Part given : result.content()) {
          cache |= given instanceof Part.CacheBreakpoint;
          if (given instanceof Part.NativePart(Native value)) {
            natives.add(value.protocol());
          }
          media |= isMedia(given);
        }
      } else if (part instanceof Part.CacheBreakpoint) {
        cache = true;
      } else if (part instanceof Part.NativePart(Native value)) {
        natives.add(value.protocol());
      } else if (isMedia(part)) {
        media = true;
        detail |= part instanceof Part.Image image && image.detail().isPresent();
      }
    }
  }

  private static boolean isMedia(Part part) {
    return part instanceof Part.Image || part instanceof Part.Audio || part instanceof Part.File;
  }

  public ChatRequest request() {
    return request;
  }

  public Settings settings() {
    return request.settings();
  }

  public String model() {
    return model;
  }

  public Capabilities can() {
    return can;
  }

  /** Which Claude the model is, if it is one. */
  public Optional<Claude> claude() {
    return Claude.of(can.family(), model);
  }

  /** Whether there are system messages that say something. */
  public boolean hasInstructions() {
    return instructions;
  }

  /** Whether tools were called in the conversation. */
  public boolean hasCalls() {
    return calls;
  }

  /** Whether there are images, sounds or files, results of tools included. */
  public boolean hasMedia() {
    return media;
  }

  /** Whether an image is to be looked at in a detail of the caller's choice. */
  public boolean asksForDetail() {
    return detail;
  }

  /** Whether some of the prompt is marked as what will come again. */
  public boolean marksCache() {
    return cache;
  }

  /**
   * The names of what the request says in the words of other protocols than this one, each once.
   */
  public List<String> beyond(String protocol) {
    if (request.natives().isEmpty() && !nativeTools && natives.isEmpty()) {
      return List.of(); // Most requests: asked of each target of each call.
    }
    Set<String> names = new TreeSet<>();
    for (Native value : request.natives()) {
      if (!value.protocol().equals(protocol)) {
        names.add(value.member());
      }
    }
    for (Tool tool : request.tools()) {
      for (Native value : tool.natives()) {
        if (!value.protocol().equals(protocol)) {
          names.add(Unmarked.TOOLS + value.member());
        }
      }
    }
    for (String other : natives) {
      if (!other.equals(protocol)) {
        names.add(Unmarked.MESSAGES + other);
      }
    }
    return List.copyOf(names);
  }

  /** Whether calls of a tool are to be held to its schema. */
  public boolean asksForStrictTools() {
    for (Tool tool : request.tools()) {
      if (tool.strict()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text that is to end the answer has nothing but white space. */
  public boolean hasBlankStop() {
    for (String stop : settings().stop()) {
      if (stop.isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** The names of the fields that have no word in our vocabulary, sorted. */
  public List<String> extras() {
    return request.extras().isEmpty()
        ? List.of()
        : request.extras().keySet().stream().sorted().toList();
  }
}
