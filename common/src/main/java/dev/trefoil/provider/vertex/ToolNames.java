package dev.trefoil.provider.vertex;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What functions are called at Vertex AI, where a name begins with a letter or an underscore
 * (FunctionDeclaration.name); elsewhere it may begin with a digit or a dash.
 */
final class ToolNames {
  private static final int MAX_LENGTH = 64;

  private final Map<String, String> theirs = new HashMap<>();
  private final Map<String, String> ours = new HashMap<>();

  private ToolNames() {}

  /** The names of a request's tools and of those that its history called. */
  static ToolNames of(ChatRequest request) {
    Set<String> all = new LinkedHashSet<>();
    request.tools().stream().map(Tool::name).forEach(all::add);
    request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .forEach(
            part -> {
              if (part instanceof Part.ToolCall call) {
                all.add(call.name());
              }
            });
    ToolNames names = new ToolNames();
    for (String name : all) {
      if (!isTaken(name)) {
        String made = cut("_" + name);
        for (int i = 2; all.contains(made) || names.ours.containsKey(made); i++) {
          made = cut("_" + i + name);
        }
        names.theirs.put(name, made);
        names.ours.put(made, name);
      }
    }
    return names;
  }

  private static boolean isTaken(String name) {
    return Character.isLetter(name.charAt(0)) || name.charAt(0) == '_';
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), MAX_LENGTH));
  }

  String theirs(String name) {
    return theirs.getOrDefault(name, name);
  }

  String ours(String name) {
    return ours.getOrDefault(name, name);
  }
}
