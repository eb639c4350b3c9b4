package dev.trefoil.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A function that the model may call.
 *
 * @param name of any form; a service that takes fewer knows the tool under another
 * @param description may be empty
 * @param schema a JSON Schema of type object, as text, known to be a JSON object
 * @param strict whether the arguments must hold to the schema exactly
 * @param freeText that the tool's input is a text and no JSON, for services that have such tools;
 *     its schema says the same for all others: an object whose only member {@code input} is the
 *     text. In calls the arguments are always such an object
 * @param namespace the group that the tool is of; its name then begins with the group's and {@link
 *     Namespace#SEPARATOR}
 * @param cache that the tools up to this one are expected to come again
 * @param natives what one protocol says of the tool beyond this vocabulary
 */
public record Tool(
    String name,
    String description,
    String schema,
    boolean strict,
    Optional<FreeText> freeText,
    Optional<Namespace> namespace,
    Optional<Part.CacheBreakpoint> cache,
    List<Native> natives) {
  public Tool {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(freeText, "freeText");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(cache, "cache");
    natives = List.copyOf(natives);
  }

  /** A function and no more. */
  public Tool(String name, String description, String schema, boolean strict) {
    this(
        name,
        description,
        schema,
        strict,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /**
   * A tool whose input is a text.
   *
   * @param format what the text must look like, as OpenAI's {@code format} object, which may be
   *     empty
   */
  public static Tool freeText(String name, String description, Optional<String> format) {
    return new Tool(
        name,
        description,
        FreeText.SCHEMA,
        false,
        Optional.of(new FreeText(format)),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same tool under another name, and so in no group. */
  public Tool withName(String other) {
    return new Tool(other, description, schema, strict, freeText, Optional.empty(), cache, natives);
  }

  /** The same tool as a service is told of it. */
  public Tool with(String otherDescription, String otherSchema, boolean held) {
    return new Tool(name, otherDescription, otherSchema, held, freeText, namespace, cache, natives);
  }

  /** The same tool in a group. */
  public Tool in(Namespace group) {
    return new Tool(
        group.name() + Namespace.SEPARATOR + name,
        description,
        schema,
        strict,
        freeText,
        Optional.of(group),
        cache,
        natives);
  }

  /** The same tool, after which the caller wants the prefix kept. */
  public Tool withCache(Optional<Part.CacheBreakpoint> breakpoint) {
    return new Tool(name, description, schema, strict, freeText, namespace, breakpoint, natives);
  }

  /** The same tool with what one protocol says of it besides. */
  public Tool withNatives(List<Native> beyond) {
    return new Tool(name, description, schema, strict, freeText, namespace, cache, beyond);
  }

  /** Its name within its group; the whole name where it is of none. */
  public String nameInNamespace() {
    return namespace.isPresent()
        ? name.substring(namespace.get().name().length() + Namespace.SEPARATOR.length())
        : name;
  }

  /**
   * That a tool's input is a text.
   *
   * @param format OpenAI's {@code format} object as JSON text: any text, or one of a grammar
   */
  public record FreeText(Optional<String> format) {
    /** The object that stands for the text where tools take objects only. */
    public static final String SCHEMA =
        "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
            + "\"required\":[\"input\"],\"additionalProperties\":false}";

    public FreeText {
      Objects.requireNonNull(format, "format");
    }
  }

  /** A group of tools, as OpenAI's Responses have them. */
  public record Namespace(String name, String description) {
    public static final String SEPARATOR = "__";

    public Namespace {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
    }
  }
}
