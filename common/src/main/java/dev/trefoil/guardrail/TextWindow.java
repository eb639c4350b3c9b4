package dev.trefoil.guardrail;

import dev.trefoil.gateway.GuardrailException;
import java.util.List;

/**
 * A text that comes in pieces, looked at in windows that overlap. What is shown of it was looked at
 * together with at least one window that follows it, so that nothing of up to a window's length is
 * shown in part before it is seen as a whole.
 */
final class TextWindow {
  private final OutputChecks checks;
  private final int size;
  private final StringBuilder pending = new StringBuilder();

  /** The end of what was shown, as the model has said it. */
  private String shown = "";

  private int nextLook;
  private boolean changed;

  /**
   * @param size in characters; nothing is shown before the end where it is {@link
   *     Integer#MAX_VALUE}
   */
  TextWindow(OutputChecks checks, int size) {
    this.checks = checks;
    this.size = size;
    this.nextLook = twice(size);
  }

  private static int twice(int length) {
    return length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * length;
  }

  /** Whether anything was replaced. */
  boolean isChanged() {
    return changed;
  }

  /**
   * More of the text.
   *
   * @return what may be shown now; may be empty
   */
  String take(String more) throws GuardrailException, RefusedException {
    pending.append(more);
    return pending.length() >= nextLook ? look(false) : "";
  }

  /**
   * The text ends here, or pauses.
   *
   * @return all that is left of it
   */
  String end() throws GuardrailException, RefusedException {
    return pending.isEmpty() ? "" : look(true);
  }

  private String look(boolean last) throws GuardrailException, RefusedException {
    String text = shown + pending;
    int from = shown.length();
    List<Found> found = Found.apart(checks.look(text, from));
    int cut = last ? text.length() : cut(text, from, found);
    List<Found> here =
        found.stream().filter(one -> one.start() < cut).map(one -> within(one, from)).toList();
    changed |= !here.isEmpty();
    String released = OutputChecks.replaced(text.substring(from, cut), here);
    shown = text.substring(context(text, cut), cut);
    pending.setLength(0);
    pending.append(text, cut, text.length());
    // What is still held then is a find that goes on: to look at it rarely keeps that linear.
    nextLook = Math.max(twice(size), twice(pending.length()));
    return released;
  }

  /** The same in a text without what was shown. */
  private static Found within(Found found, int shown) {
    return new Found(found.category(), 0, Math.max(0, found.start() - shown), found.end() - shown);
  }

  /** A window before the end, but through nothing that is to be replaced. */
  private int cut(String text, int from, List<Found> found) {
    int cut = Math.max(from, text.length() - size);
    for (Found one : found) {
      if (one.start() < cut && one.end() > cut) {
        // At the end it may go on.
        cut = one.end() == text.length() ? Math.max(from, one.start()) : one.end();
      }
    }
    boolean splits =
        cut > from && cut < text.length() && Character.isLowSurrogate(text.charAt(cut));
    return splits ? cut - 1 : cut;
  }

  /** Where a window before the cut begins, with a word if there is one. */
  private int context(String text, int cut) {
    int begin = Math.max(0, cut - size);
    int at = begin;
    while (at > 0 && at < cut && PersonalData.goesOn(text, at - 1)) {
      at++;
    }
    return at < cut ? at : begin;
  }
}
