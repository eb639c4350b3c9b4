package dev.trefoil.attempt;

import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.routing.Step;

/**
 * An operation whose answer comes event by event, so that two targets can be asked at once and the
 * events of one of them be passed on.
 */
public interface StreamedOperation extends Operation {
  /**
   * Asks one target and blocks until its answer has ended. May be called by several threads at
   * once.
   *
   * @param events gets the answer, on the calling thread
   */
  void ask(Step step, CallContext context, ChatListener events) throws ProviderException;

  /** Where the events of an attempt go. Used on the thread that makes the call. */
  AnswerSink sink(Step step, Trail before, AttemptProgress progress);

  /** Whether the caller is known to have left. */
  boolean callerLeft();
}
