package dev.trefoil.config;

import dev.trefoil.config.ConfigMap.Mistakes;
import java.util.Optional;
import java.util.function.Function;

/**
 * One value of the configuration, with its place: of a list, or one that may be of several forms.
 */
record ConfigItem(String path, ConfigNode node, Mistakes mistakes) {

  boolean isMap() {
    return node instanceof ConfigNode.Mapping;
  }

  ConfigMap map() {
    return new ConfigMap(path, node, mistakes);
  }

  Optional<String> text() {
    return mistakes.scalar(node, path);
  }

  void mistake(String what) {
    mistakes.add(node, path, what);
  }

  /** A text in which nothing is wrong. */
  Optional<String> text(Function<String, Optional<String>> check) {
    Optional<String> text = text();
    Optional<String> wrong = text.flatMap(check);
    wrong.ifPresent(this::mistake);
    return wrong.isPresent() ? Optional.empty() : text;
  }
}
