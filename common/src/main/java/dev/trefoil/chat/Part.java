package dev.trefoil.chat;

import java.util.Objects;

/** One piece of a {@link Message}. */
public sealed interface Part {

  /**
   * Plain text.
   *
   * @param text any text; may be blank, which some services refuse and their mappers leave out
   */
  record Text(String text) implements Part {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }
}
