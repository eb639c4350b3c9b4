// Takes from answers what odd services leave out, and cuts characters in two.
package dev.trefoil.emulators.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Oddity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Answers in the forms that an {@link Oddity} stands for, whatever the protocol. */
public final class OddAnswers {

  /** What the protocols call the count of tokens. */
  private static final Set<String> USAGE = Set.of("usage", "usageMetadata");

  /** What they call the reason to stop. */
  private static final Set<String> REASON =
      Set.of("finish_reason", "stopReason", "stop_reason", "finishReason", "status");

  /** What a model said, where these names would be its own. */
  private static final Set<String> SAID = Set.of("input", "args");

  private OddAnswers() {}

  /** What is odd about an answer under this failure. */
  public static Optional<Oddity> of(Optional<Failure> failure) {
    return failure.orElse(null) instanceof Failure.Odd odd
        ? Optional.of(odd.oddity())
        : Optional.empty();
  }

  /** A whole answer, or an event, without what the oddity leaves out. */
  public static JsonNode without(JsonNode json, Optional<Oddity> oddity) {
    return switch (oddity.orElse(null)) {
      case NO_USAGE -> without(json, USAGE);
      case NO_FINISH_REASON -> without(json, REASON);
      case null, default -> json;
    };
  }

  /** The events of a stream in the odd form. */
  public static List<JsonNode> events(List<JsonNode> events, Optional<Oddity> oddity) {
    if (oddity.equals(Optional.of(Oddity.HALF_CHARACTERS))) {
      return events.stream().flatMap(event -> halves(event).stream()).toList();
    }
    return events.stream().map(event -> without(event, oddity)).toList();
  }

  private static JsonNode without(JsonNode json, Set<String> names) {
    if (json instanceof ObjectNode object) {
      ObjectNode rest = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              member -> {
                if (SAID.contains(member.getKey())) {
                  rest.set(member.getKey(), member.getValue());
                } else if (!names.contains(member.getKey())) {
                  rest.set(member.getKey(), without(member.getValue(), names));
                }
              });
      return rest;
    }
    if (json instanceof ArrayNode list) {
      ArrayNode rest = JsonNodeFactory.instance.arrayNode();
      list.forEach(item -> rest.add(without(item, names)));
      return rest;
    }
    return json;
  }

  /** An event whose text has a character of two halves, as two; any other as it is. */
  private static List<JsonNode> halves(JsonNode event) {
    List<JsonNode> halves = new ArrayList<>();
    JsonNode first = mapped(event, text -> text.substring(0, between(text)));
    if (first.equals(event)) {
      return List.of(event);
    }
    halves.add(first);
    halves.addAll(halves(mapped(event, text -> text.substring(between(text) % text.length()))));
    return halves;
  }

  /** Where the first pair of halves is cut; the length of a text without one. */
  private static int between(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i))) {
        return i;
      }
    }
    return text.length();
  }

  private static JsonNode mapped(JsonNode json, UnaryOperator<String> text) {
    return switch (json) {
      case TextNode node when !node.textValue().isEmpty() ->
          TextNode.valueOf(text.apply(node.textValue()));
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(member -> copy.set(member.getKey(), mapped(member.getValue(), text)));
        yield copy;
      }
      case ArrayNode list -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        list.forEach(item -> copy.add(mapped(item, text)));
        yield copy;
      }
      default -> json;
    };
  }

  /** JSON on the wire; half a character, which UTF-8 has no bytes for, is written escaped. */
  public static byte[] bytes(JsonNode json) {
    return escaped(json.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /** A text of JSON with its lone halves of characters escaped. */
  public static String escaped(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        text.append(c);
      } else if (i + 1 < json.length() && Character.isSurrogatePair(c, json.charAt(i + 1))) {
        text.append(c).append(json.charAt(++i));
      } else {
        text.append("\\u%04x".formatted((int) c));
      }
    }
    return text.toString();
  }
}
