package dev.trefoil.provider.vertex;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import dev.trefoil.provider.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What of a request has no place in generateContent, and does not keep the answer from being one.
 */
final class Dropped {
  /** Google Cloud, "Requirements for labels". */
  private static final Pattern LABEL_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{0,63}");

  private Dropped() {}

  /** What of the metadata has a place as labels, and what has not. */
  static Labels labels(ChatRequest request) {
    return Labels.of(request.settings().metadata(), LABEL_NAME, LABEL);
  }

  static List<String> of(ChatRequest request) {
    List<String> dropped = new ArrayList<>();
    names(request.messages(), dropped);
    if (!ToolsMapper.isStrict(request.toolChoice())
        && request.tools().stream().anyMatch(Tool::strict)) {
      dropped.add("tools.strict");
    }
    if (request.settings().serviceTier().isPresent()) {
      dropped.add("service_tier");
    }
    dropped.addAll(labels(request).dropped());
    if (request.settings().user().isPresent()) {
      dropped.add("user");
    }
    if (request.asksForDetail()) {
      dropped.add("image_url.detail");
    }
    request.extras().keySet().stream().sorted().forEach(dropped::add);
    return dropped;
  }

  /** A blob has no name. */
  private static void names(List<Message> messages, List<String> dropped) {
    for (int i = 0; i < messages.size(); i++) {
      List<Part> parts = messages.get(i).parts();
      for (int j = 0; j < parts.size(); j++) {
        if (parts.get(j) instanceof Part.File file && file.name().isPresent()) {
          dropped.add("messages[" + i + "].content[" + j + "].file.filename");
        }
      }
    }
  }
}
