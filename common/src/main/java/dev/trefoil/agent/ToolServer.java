package dev.trefoil.agent;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.util.List;

/** What has tools. Used by many threads at once. */
interface ToolServer {
  /**
   * Its tools.
   *
   * @throws IOException when they cannot be known
   */
  List<OwnTool> tools(Deadline deadline, Cancellation gone) throws IOException;

  /**
   * Calls one, once.
   *
   * @param name as {@link OwnTool#name()}
   * @param arguments as the model wrote them
   * @throws IOException when there is no result; the call may have been made
   */
  ToolOutcome call(String name, String arguments, Deadline deadline, Cancellation gone)
      throws IOException;
}
