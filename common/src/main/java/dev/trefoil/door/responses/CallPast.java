package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.Agents;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Message;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a call goes on from, by which it can be read again as one that goes on from something else.
 *
 * @param instructions what comes before all items
 * @param body the call's
 * @param begun what is kept of the thread, as far as models are still sent it
 * @param agents what Trefoil itself calls
 */
record CallPast(
    List<Message> instructions,
    JrsValue body,
    KeptResponses.Begun begun,
    Optional<Agents> agents,
    Caller caller) {
  CallPast {
    instructions = List.copyOf(instructions);
  }

  /** The items that it goes on from, oldest first. */
  List<String> items() {
    return begun.items();
  }

  /** All that a model is sent of a call that goes on from these items. */
  List<Message> messages(List<String> items) throws Problem {
    List<Message> messages = new ArrayList<>(instructions);
    messages.addAll(parser(items).messages());
    return messages;
  }

  /** What items say by themselves. */
  List<Message> said(List<String> items) throws Problem {
    return parser(items).past();
  }

  /** Tools that items declare are known from the first reading. */
  private InputParser parser(List<String> items) throws Problem {
    return new InputParser(
        RequestFields.of(body),
        new ToolsParser(agents.map(all -> new ServerTools(all, caller))),
        new KeptResponses.Begun(begun.key(), items, begun.referred()));
  }
}
