package dev.trefoil.config;

import dev.trefoil.config.ConfigNode.Entry;
import dev.trefoil.config.ConfigNode.Listing;
import dev.trefoil.config.ConfigNode.Mapping;
import dev.trefoil.config.ConfigNode.Scalar;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A mapping of the configuration that notes every mistake with its place and goes on reading. What
 * was not asked for by the time of {@link #refuseTheRest()} is a mistake as well.
 */
final class ConfigMap {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,12}([.][0-9]{1,12})?|[.][0-9]{1,12}");

  private final String path;
  private final ConfigNode node;
  private final Map<String, ConfigNode> unread = new LinkedHashMap<>();
  private final Mistakes mistakes;

  ConfigMap(String path, ConfigNode node, Mistakes mistakes) {
    this.path = path;
    this.node = node;
    this.mistakes = mistakes;
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach(this::take);
    } else {
      mistakes.add(node, path, "must be a mapping");
    }
  }

  private void take(Entry entry) {
    if (!(entry.key() instanceof Scalar key)) {
      mistakes.add(entry.key(), path, "has a key that is not a text");
    } else if (unread.putIfAbsent(key.text(), entry.value()) != null) {
      mistakes.add(key, at(key.text()), "stands here twice");
    }
  }

  /** The names of what has not been read yet, in order. */
  List<String> names() {
    return List.copyOf(unread.keySet());
  }

  /** Where {@code key} stands, for a mistake that a caller found in it. */
  void mistake(String key, String text) {
    mistakes.add(unread.getOrDefault(key, node), at(key), text);
  }

  /** Whether {@code key} stands here and has not been read yet. */
  boolean has(String key) {
    return unread.containsKey(key);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(unread.remove(key))
        .flatMap(value -> mistakes.scalar(value, at(key)));
  }

  /** A text; {@code check} gives what is wrong with it, or nothing. */
  Optional<String> text(String key, Function<String, Optional<String>> check) {
    ConfigNode value = unread.get(key);
    return text(key)
        .filter(
            text -> check.apply(text).map(wrong -> mistakes.add(value, at(key), wrong)).isEmpty());
  }

  Optional<String> requiredText(String key) {
    if (!unread.containsKey(key)) {
      mistake(key, "is missing");
    }
    return text(key);
  }

  /**
   * A text that {@code regex} matches as a whole; {@code meaning} says what it should have been.
   */
  Optional<String> requiredText(String key, String regex, String meaning) {
    ConfigNode value = unread.get(key);
    return requiredText(key)
        .filter(text -> text.matches(regex) || mistakes.add(value, at(key), "is not " + meaning));
  }

  /** As above, but absent, or empty once filled in, it is left out. */
  Optional<String> optionalText(String key, String regex, String meaning) {
    ConfigNode value = unread.get(key);
    if (value instanceof Scalar scalar && mistakes.isBlank(scalar.text())) {
      unread.remove(key);
    }
    return unread.containsKey(key) ? requiredText(key, regex, meaning) : Optional.empty();
  }

  boolean flag(String key) {
    return flag(key, false);
  }

  boolean flag(String key, boolean otherwise) {
    return word(key, List.of("true", "false")).map("true"::equals).orElse(otherwise);
  }

  /** A text that is one of some words. */
  Optional<String> word(String key, List<String> words) {
    ConfigNode value = unread.get(key);
    return text(key)
        .filter(
            text ->
                words.contains(text)
                    || mistakes.add(value, at(key), "is not " + String.join(" or ", words)));
  }

  /** Leaves out what has been judged already. */
  void forget(String key) {
    unread.remove(key);
  }

  /** A whole number of {@code min} to {@code max}. */
  OptionalLong number(String key, long min, long max) {
    ConfigNode value = unread.get(key);
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (WHOLE.matcher(text.get()).matches()) {
      long number = Long.parseLong(text.get());
      if (number >= min && number <= max) {
        return OptionalLong.of(number);
      }
    }
    mistakes.add(value, at(key), "is not a whole number from " + min + " to " + max);
    return OptionalLong.empty();
  }

  /** As above, with what holds when the key is absent. */
  OptionalLong number(String key, long min, long max, OptionalLong otherwise) {
    return unread.containsKey(key) ? number(key, min, max) : otherwise;
  }

  /** A number, with or without decimals, of {@code min} to {@code max}. */
  OptionalDouble decimal(String key, double min, double max) {
    ConfigNode value = unread.get(key);
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (DECIMAL.matcher(text.get()).matches()) {
      double number = Double.parseDouble(text.get());
      if (number >= min && number <= max) {
        return OptionalDouble.of(number);
      }
    }
    mistakes.add(value, at(key), "is not a number from " + plain(min) + " to " + plain(max));
    return OptionalDouble.empty();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** A whole number of milliseconds from 1 to {@code most}, as a time. */
  Optional<Duration> millis(String key, long most) {
    OptionalLong millis = number(key, 1, most);
    return millis.isPresent()
        ? Optional.of(Duration.ofMillis(millis.getAsLong()))
        : Optional.empty();
  }

  /** An absolute URL of one of the schemes. */
  Optional<URI> url(String key, List<String> schemes) {
    ConfigNode value = unread.get(key);
    return text(key)
        .flatMap(
            text -> {
              try {
                URI uri = new URI(text);
                if (uri.getHost() != null && schemes.contains(uri.getScheme())) {
                  return Optional.of(uri);
                }
              } catch (URISyntaxException e) {
                mistakes.add(value, at(key), "is not a URL: " + e.getReason());
                return Optional.empty();
              }
              mistakes.add(value, at(key), "is not a URL with " + String.join(" or ", schemes));
              return Optional.empty();
            });
  }

  /** The texts of a list; {@code check} gives what is wrong with one, or nothing. */
  List<String> texts(String key, Function<String, Optional<String>> check) {
    return items(key).stream().flatMap(item -> item.text(check).stream()).toList();
  }

  /** As above, of a list or of a single text in its place. */
  List<String> oneOrMoreTexts(String key, Function<String, Optional<String>> check) {
    return unread.get(key) instanceof Scalar
        ? item(key).flatMap(item -> item.text(check)).map(List::of).orElse(List.of())
        : texts(key, check);
  }

  /** The items of a list, whatever they are. */
  List<ConfigItem> items(String key) {
    ConfigNode value = unread.remove(key);
    List<ConfigItem> items = new ArrayList<>();
    if (value instanceof Listing sequence && !sequence.items().isEmpty()) {
      for (ConfigNode item : sequence.items()) {
        items.add(new ConfigItem(at(key) + "[" + items.size() + "]", item, mistakes));
      }
    } else {
      mistakes.add(value == null ? node : value, at(key), "must be a list with something in it");
    }
    return items;
  }

  /** What stands at {@code key}, whatever it is. */
  Optional<ConfigItem> item(String key) {
    return Optional.ofNullable(unread.remove(key))
        .map(value -> new ConfigItem(at(key), value, mistakes));
  }

  boolean isText(String key) {
    return unread.get(key) instanceof Scalar;
  }

  Optional<ConfigMap> map(String key) {
    return Optional.ofNullable(unread.remove(key))
        .map(value -> new ConfigMap(at(key), value, mistakes));
  }

  /** Notes everything that nobody asked for. */
  void refuseTheRest() {
    unread.forEach((key, value) -> mistakes.add(value, at(key), "is not known here"));
  }

  private String at(String key) {
    return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
  }

  /** What was found wrong, and the environment that values are filled from. */
  static final class Mistakes {
    private final List<String> found = new ArrayList<>();
    private final Map<String, String> env;
    private final String file;

    Mistakes(Map<String, String> env) {
      this(env, "");
    }

    /**
     * @param file what every mistake names; empty for nothing
     */
    Mistakes(Map<String, String> env, String file) {
      this.env = env;
      this.file = file;
    }

    static String of(String file, String mistake) {
      return file.isEmpty() ? mistake : file + ": " + mistake;
    }

    /** Always false, so that it can end a filter. */
    boolean add(ConfigNode node, String path, String text) {
      String where = path.isEmpty() ? "the file" : path;
      found.add(of(file, node.place() + ": " + where + " " + text));
      return false;
    }

    /** A value with its placeholders filled. */
    Optional<String> scalar(ConfigNode value, String path) {
      if (!(value instanceof Scalar scalar)) {
        add(value, path, "must be a single value");
        return Optional.empty();
      }
      try {
        String text = Placeholders.fill(scalar.text(), env);
        if (!text.isBlank()) {
          return Optional.of(text);
        }
        add(value, path, "is empty");
      } catch (IllegalArgumentException e) {
        add(value, path, e.getMessage());
      }
      return Optional.empty();
    }

    boolean isBlank(String value) {
      try {
        return Placeholders.fill(value, env).isBlank();
      } catch (IllegalArgumentException e) {
        return false; // A mistake of its own, noted where the value is read.
      }
    }

    void throwIfAny() {
      if (!found.isEmpty()) {
        throw new ConfigException(found);
      }
    }
  }
}
