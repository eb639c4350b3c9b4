package dev.trefoil.config;

import dev.trefoil.config.YamlMap.Mistakes;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** One value of the YAML text, with its place: of a list, or one that may be of several forms. */
record YamlItem(String path, Node node, Mistakes mistakes) {

  boolean isMap() {
    return node instanceof MappingNode;
  }

  YamlMap map() {
    return new YamlMap(path, node, mistakes);
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
