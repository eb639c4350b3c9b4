package dev.trefoil.agent;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import java.util.List;
import java.util.Optional;

/** Hears how a run goes on. Always called on the thread that makes the run. */
public interface RunListener {
  /**
   * The tools of one wish.
   *
   * @param label what its caller calls it
   * @param server whether it is a server, whose tools are not known before it is asked
   * @param tools without those that may not be used
   * @param error why there are none
   */
  record Offer(String label, boolean server, List<Offered> tools, Optional<String> error) {
    public Offer {
      tools = List.copyOf(tools);
    }
  }

  /**
   * A tool.
   *
   * @param approval whether a caller has to agree to its calls
   */
  record Offered(OwnTool tool, boolean approval) {}

  /** The first answer begins. Called once, before everything else. */
  void started(AnswerStart start);

  /** What the model may call; before its first event. */
  void offered(Offer offer);

  /** A call was made that its caller has agreed to; before the model's first event. */
  void approved(ApprovedCall call, ToolOutcome outcome);

  /** More of what the model says; of its answers' ends, only the last one's. */
  void said(ChatEvent event);

  /** An answer is complete whose calls are made now. */
  void calling();

  /**
   * A call has ended.
   *
   * @param call the id that the model gave it
   */
  void called(String call, ToolOutcome outcome);

  /** The run ends here, for a limit. Its last events are still said. */
  void cut(Limit limit);

  /** Another target goes on with an answer. */
  void continuing();

  /** What ends a run that is not done. */
  enum Limit {
    TOKENS,
    COST,
    TIME
  }
}
