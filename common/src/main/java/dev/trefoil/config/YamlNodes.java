package dev.trefoil.config;

import dev.trefoil.config.ConfigNode.Entry;
import dev.trefoil.config.ConfigNode.Listing;
import dev.trefoil.config.ConfigNode.Mapping;
import dev.trefoil.config.ConfigNode.Place;
import dev.trefoil.config.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The nodes of a YAML text. */
final class YamlNodes {
  /** Deeper than any configuration; a node that is part of itself has no end. */
  private static final int DEEPEST = 50;

  private final Map<Node, ConfigNode> known = new IdentityHashMap<>();

  private YamlNodes() {}

  /**
   * @throws ConfigException with the place, when the text is not YAML
   */
  static ConfigNode read(String yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel("trefoil.yaml").build();
    try {
      Node root =
          new Compose(settings)
              .composeString(yaml)
              .orElseThrow(() -> new ConfigException(List.of("the file is empty")));
      return new YamlNodes().node(root, 0);
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(mark -> place(mark) + ": ").orElse("");
      throw new ConfigException(List.of(place + "the file is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      throw new ConfigException(List.of("the file is not YAML: " + e.getMessage()));
    }
  }

  /** One that an alias refers to is made once, so that aliases of aliases do not multiply. */
  private ConfigNode node(Node node, int depth) {
    ConfigNode made = known.get(node);
    if (made == null) {
      made = make(node, depth);
      known.put(node, made);
    }
    return made;
  }

  private ConfigNode make(Node node, int depth) {
    Place place = place(node.getStartMark());
    if (depth > DEEPEST) {
      throw new ConfigException(
          List.of(place + ": the file is nested deeper than " + DEEPEST + " levels"));
    }
    return switch (node) {
      case ScalarNode scalar -> new Scalar(place, scalar.getValue());
      case SequenceNode sequence -> {
        List<ConfigNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(node(item, depth + 1));
        }
        yield new Listing(place, List.copyOf(items));
      }
      case MappingNode mapping -> {
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
          entries.add(
              new Entry(
                  node(entry.getKeyNode(), depth + 1), node(entry.getValueNode(), depth + 1)));
        }
        yield new Mapping(place, List.copyOf(entries));
      }
      default -> throw new ConfigException(List.of(place + ": " + node.getNodeType()));
    };
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(YamlNodes::place).orElse(new Place(1, 1));
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
