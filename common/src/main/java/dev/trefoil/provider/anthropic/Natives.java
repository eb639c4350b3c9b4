package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Native;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a request says in this protocol's own words, which go on as they came. */
final class Natives {
  /** Members that stand in for what the vocabulary says less well. */
  static final String MAX_TOKENS = "max_tokens";

  static final String THINKING = "thinking";
  static final String TOOL_CHOICE = "tool_choice";

  /** One a tool, of those that run at the service. */
  static final String TOOLS = "tools";

  /** Begins the names of what is a header of the call. */
  private static final String HEADER = "anthropic-";

  private static final Set<String> PLACED = Set.of(MAX_TOKENS, THINKING, TOOL_CHOICE, TOOLS);

  private Natives() {}

  /** The only value of a member, where there is one. */
  static Optional<String> member(ChatRequest request, String name) {
    return request.natives().stream()
        .filter(value -> value.member().equals(name))
        .map(Native::json)
        .findFirst();
  }

  static boolean has(ChatRequest request, String name) {
    return member(request, name).isPresent();
  }

  /** The tools that run at the service, each as JSON. */
  static List<String> tools(ChatRequest request) {
    return request.natives().stream()
        .filter(value -> value.member().equals(TOOLS))
        .map(Native::json)
        .toList();
  }

  /** How many of those are marked as what will come again. */
  static int marks(ChatRequest request) {
    int marks = 0;
    for (String tool : tools(request)) {
      boolean marked =
          read(tool) instanceof JrsObject object && object.get("cache_control") != null;
      marks += marked ? 1 : 0;
    }
    return marks;
  }

  /** The members that have no place of their own. */
  static void write(JsonGenerator out, ChatRequest request) throws IOException {
    for (Native value : request.natives()) {
      if (!PLACED.contains(value.member()) && !value.member().startsWith(HEADER)) {
        out.writeFieldName(value.member());
        out.writeRawValue(value.json());
      }
    }
  }

  /** The headers that the call came with and that are this protocol's. */
  static Map<String, String> headers(ChatRequest request) {
    Map<String, String> headers = new HashMap<>(0);
    for (Native value : request.natives()) {
      if (value.member().startsWith(HEADER)) {
        headers.put(value.member(), read(value.json()).asText());
      }
    }
    return headers;
  }

  private static JrsValue read(String json) {
    try {
      return Json.readAny(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a native value is JSON", e);
    }
  }
}
