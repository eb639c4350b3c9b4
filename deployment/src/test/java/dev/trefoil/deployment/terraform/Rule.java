package dev.trefoil.deployment.terraform;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a provider, or the service behind it, refuses of a resource or of a block in it, beyond
 * names and types. A value that is not known yet keeps every rule.
 */
sealed interface Rule {
  /**
   * @param block the arguments by name; those that are not given are null
   * @return what is wrong, if anything is
   */
  Optional<String> broken(Map<String, Object> block);

  /** A string, or every element of a list or set of strings, is of a form. */
  record Matches(String argument, Pattern form) implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      return elements(block.get(argument)).stream()
          .filter(value -> value instanceof String text && !form.matcher(text).matches())
          .findFirst()
          .map(value -> argument + ": " + value + " is not of the form " + form);
    }
  }

  /** A value, or every element of a list or set, is one of some. */
  record OneOf(String argument, List<String> values) implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      return elements(block.get(argument)).stream()
          .filter(Rule::known)
          .map(Rule::text)
          .filter(value -> !values.contains(value))
          .findFirst()
          .map(value -> argument + ": " + value + " is none of " + values);
    }
  }

  /** A number has bounds, which belong to it. */
  record Between(String argument, BigDecimal least, BigDecimal most) implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      return block.get(argument) instanceof BigDecimal number
              && (number.compareTo(least) < 0 || number.compareTo(most) > 0)
          ? Optional.of(
              argument + ": " + number.toPlainString() + " is not from " + least + " to " + most)
          : Optional.empty();
    }
  }

  /** The keys of a map are of a form. */
  record Keys(String argument, Pattern form) implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      return block.get(argument) instanceof Map<?, ?> map
          ? map.keySet().stream()
              .filter(key -> !form.matcher((String) key).matches())
              .findFirst()
              .map(key -> argument + ": the key " + key + " is not of the form " + form)
          : Optional.empty();
    }
  }

  /** Of some arguments or blocks, so many are given. */
  record Together(List<String> arguments, int least, int most) implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      long given = arguments.stream().filter(argument -> given(block.get(argument))).count();
      boolean unsure = arguments.stream().anyMatch(argument -> !known(block.get(argument)));
      return given > most || (given < least && !unsure)
          ? Optional.of("of " + arguments + " there must be " + least + " to " + most)
          : Optional.empty();
    }
  }

  /** Where an argument has a value, others must be given, or may not be. */
  record When(String argument, String value, List<String> needed, List<String> refused)
      implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      if (!Objects.equals(text(block.get(argument)), value)) {
        return Optional.empty();
      }
      return needed.stream()
          .filter(name -> known(block.get(name)) && !given(block.get(name)))
          .findFirst()
          .map(name -> name + " is needed where " + argument + " is " + value)
          .or(
              () ->
                  refused.stream()
                      .filter(name -> given(block.get(name)))
                      .findFirst()
                      .map(name -> name + " is refused where " + argument + " is " + value));
    }
  }

  /** Where an argument has a value, a map has an entry. */
  record Entry(String argument, String value, String map, String key, String expected)
      implements Rule {
    @Override
    public Optional<String> broken(Map<String, Object> block) {
      return Objects.equals(text(block.get(argument)), value)
              && block.get(map) instanceof Map<?, ?> entries
              && !Objects.equals(entries.get(key), expected)
          ? Optional.of(
              map + ": " + key + " must be '" + expected + "' where " + argument + " is " + value)
          : Optional.empty();
    }
  }

  private static boolean known(Object value) {
    return value != Msgpack.UNKNOWN;
  }

  /** An empty list is a block that is not there. */
  private static boolean given(Object value) {
    return value != null && !(value instanceof List<?> list && list.isEmpty());
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }

  private static List<?> elements(Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }
}
