package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Native;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** The header that names the beta features that a call needs. */
  private static final String BETAS = HEADER + "beta";

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

  /** The tools of the protocol's own types that the service takes, each as JSON. */
  static List<String> tools(ChatRequest request, MessagesDialect dialect) {
    return request.natives().stream()
        .filter(value -> value.member().equals(TOOLS))
        .map(Native::json)
        .filter(json -> dialect.takesTool(type(json)))
        .toList();
  }

  /**
   * What the service does not take of what the request says in this protocol's words: {@code
   * container}, {@code tools.web_search_20250305}, {@code anthropic-beta.fast-mode-2026-02-01}.
   */
  static List<String> untaken(ChatRequest request, MessagesDialect dialect) {
    if (request.natives().isEmpty() || dialect == MessagesDialect.ANTHROPIC) {
      return List.of();
    }
    Set<String> names = new TreeSet<>();
    for (Native value : request.natives()) {
      if (value.member().equals(TOOLS)) {
        String type = type(value.json());
        if (!dialect.takesTool(type)) {
          names.add(TOOLS + "." + type);
        }
      } else if (value.member().equals(BETAS)) {
        betas(value)
            .filter(beta -> !dialect.takesBeta(beta))
            .forEach(beta -> names.add(BETAS + "." + beta));
      } else if (!dialect.takesMember(value.member())) {
        names.add(value.member());
      }
    }
    return List.copyOf(names);
  }

  private static String type(String tool) {
    return read(tool).path("type").asText();
  }

  private static Stream<String> betas(Native header) {
    return Arrays.stream(read(header.json()).asText().split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty());
  }

  /** How many of those are marked as what will come again. */
  static int marks(ChatRequest request, MessagesDialect dialect) {
    int marks = 0;
    for (String tool : tools(request, dialect)) {
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
  static Map<String, String> headers(ChatRequest request, MessagesDialect dialect) {
    Map<String, String> headers = new HashMap<>(0);
    for (Native value : request.natives()) {
      if (value.member().equals(BETAS)) {
        String taken = betas(value).filter(dialect::takesBeta).collect(Collectors.joining(","));
        if (!taken.isEmpty()) {
          headers.put(BETAS, taken);
        }
      } else if (value.member().startsWith(HEADER)) {
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
