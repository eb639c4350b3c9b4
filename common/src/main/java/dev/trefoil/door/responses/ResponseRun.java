package dev.trefoil.door.responses;

import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.agent.RunListener;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;

/** Makes one response of all answers of a run, and of the calls between them. */
final class ResponseRun implements RunListener {
  private final AnswerListener answer;
  private final Response response;

  /**
   * @param answer what sends the response
   */
  ResponseRun(AnswerListener answer, Response response) {
    this.answer = answer;
    this.response = response;
  }

  @Override
  public void started(AnswerStart start) {
    answer.onStart(start);
  }

  @Override
  public void offered(Offer offer) {
    response.output().offer(offer);
  }

  @Override
  public void approved(ApprovedCall call, ToolOutcome outcome) {
    response.output().approved(call, outcome);
  }

  @Override
  public void said(ChatEvent event) {
    answer.onEvent(event);
  }

  @Override
  public void calling() {
    response.output().endStep();
  }

  @Override
  public void called(String call, ToolOutcome outcome) {
    response.output().called(call, outcome);
  }

  @Override
  public void cut(Limit limit) {
    response.cut(
        switch (limit) {
          case TOKENS -> "max_output_tokens";
          case COST -> "max_cost";
          case TIME -> "max_time";
        });
  }

  @Override
  public void continuing() {
    answer.onContinuation();
  }
}
