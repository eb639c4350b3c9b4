package dev.trefoil.gateway;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.provider.Cancellation;
import java.util.List;

/** Checks one call. For the thread that makes it. */
public interface Guard {
  /**
   * Checks a request; called once, before anything else.
   *
   * @return the request as it may be sent
   * @throws GuardrailException when it may not be, or a check cannot be had
   */
  ChatRequest input(ChatRequest request) throws GuardrailException;

  /**
   * The same, where checks may go on beside the model's call after this returns: {@link #checked}
   * shows nothing before they have ended.
   *
   * @param against cancelled as soon as one of these does not let the request pass
   */
  default ChatRequest input(ChatRequest request, Cancellation against) throws GuardrailException {
    return input(request);
  }

  /**
   * Waits for the checks that go on beside the model's call.
   *
   * @throws GuardrailException when the request may not be sent, or a check cannot be had
   */
  default void await() throws GuardrailException {}

  /** Ends the checks that go on beside the model's call: nobody waits for them any more. */
  default void abandon() {}

  /**
   * Checks what is to be turned into vectors.
   *
   * @return the request as it may be sent
   * @throws GuardrailException when it may not be, or a check cannot be had
   */
  EmbeddingRequest input(EmbeddingRequest request) throws GuardrailException;

  /**
   * What checks the answer, and hands on what may be shown. It gives the answer up by an {@link
   * AnswerStoppedException}.
   *
   * @param request what was asked
   * @param next is told the answer's beginning with what was found by then
   */
  AnswerListener checked(ChatRequest request, AnswerListener next);

  /** What puts back into the answer what was masked in the request. */
  AnswerListener unmasked(ChatRequest request, AnswerListener next);

  /** Whether the answer, or a choice of it, was refused. */
  boolean hasRefusedAnswer();

  /** All that was found so far. */
  List<GuardrailFinding> findings();

  /** What it took so far to ask others. */
  default List<CheckRun> runs() {
    return List.of();
  }
}
