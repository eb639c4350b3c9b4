package dev.trefoil.agent;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;

/** A tool that is a part of Trefoil, and that no configuration declares. Of one run. */
public interface BuiltInTool {
  /** What the model is told of it; of a server that has its name, and idempotent. */
  OwnTool tool();

  /**
   * Calls it, whatever comes of it. Used by many threads at once.
   *
   * @param arguments as the model wrote them; they hold to the tool's schema
   */
  ToolOutcome call(String arguments, Deadline deadline, Cancellation gone);
}
