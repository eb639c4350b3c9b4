package dev.trefoil.config;

import java.util.List;

/** The configuration has mistakes; the message lists all of them, each with its place. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  ConfigException(List<String> mistakes) {
    super(
        "the configuration has "
            + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes")
            + ":\n  "
            + String.join("\n  ", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** One line a mistake: {@code line 3, column 5: services.azure.endpoint: is missing}. */
  public List<String> mistakes() {
    return mistakes;
  }
}
