// What the emulated model is asked, whatever the protocol.
package dev.trefoil.emulators.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * A request to the model.
 *
 * @param conversation in order
 * @param limit the most words of text that it may say
 * @param stops it ends before the first place where one of these begins
 * @param tools what it may call
 * @param format the form of its text
 * @param reasoning whether it is to tell its reasoning first
 */
public record Ask(
    List<Turn> conversation,
    OptionalInt limit,
    List<String> stops,
    ToolOffer tools,
    AnswerFormat format,
    boolean reasoning) {

  public Ask {
    conversation = List.copyOf(conversation);
    stops = List.copyOf(stops);
  }

  /** A plain question: no tools, no format, no reasoning. */
  public static Ask plain(List<Turn> conversation, OptionalInt limit, List<String> stops) {
    return new Ask(conversation, limit, stops, ToolOffer.NOTHING, new AnswerFormat.Text(), false);
  }
}
