package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Media;
import java.util.ArrayList;
import java.util.List;

/** Looks at texts. Used by many threads at once. */
interface Check {
  /**
   * Looks at all of some texts.
   *
   * @param texts none of them to be kept or logged
   * @param asking is told what it takes
   * @return what was found, in no particular order
   * @throws UncheckedTextException when it cannot
   */
  List<Found> find(List<String> texts, Side side, CheckCall asking) throws UncheckedTextException;

  /** Whether somebody else is asked, who may take time or not be there. */
  default boolean isRemote() {
    return true;
  }

  /** Whether it looks at an image like this. */
  default boolean takes(Media.Inline image) {
    return false;
  }

  /**
   * Looks at all of a request's images.
   *
   * @param images none of them to be kept or logged
   * @return what was found, which is nowhere in particular
   * @throws UncheckedTextException when it cannot, also since it does not take one of them
   */
  default List<Found> findIn(List<Media.Inline> images, CheckCall asking)
      throws UncheckedTextException {
    List<Found> found = new ArrayList<>(0);
    for (Media.Inline image : images) {
      if (!takes(image)) {
        throw new UncheckedTextException("it does not look at such an image", null);
      }
      found.addAll(findIn(image, asking));
    }
    return found;
  }

  /** The same of one that it takes. */
  default List<Found> findIn(Media.Inline image, CheckCall asking) throws UncheckedTextException {
    return List.of();
  }
}
