package dev.trefoil.door.responses;

import dev.trefoil.agent.ApprovedCall;
import dev.trefoil.agent.RunListener;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import java.util.Optional;

/** Makes one response of all answers of a run, and of the calls between them. */
final class ResponseRun implements RunListener {
  private final AnswerListener answer;
  private final Response response;
  private final Optional<Citations> citations;

  /**
   * @param answer what sends the response
   * @param citations makes them of what the model says; empty where there are no files to cite
   */
  ResponseRun(AnswerListener answer, Response response, Optional<Citations> citations) {
    this.answer = answer;
    this.response = response;
    this.citations = citations;
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
    if (citations.isPresent()) {
      citations.get().on(event).forEach(answer::onEvent);
    } else {
      answer.onEvent(event);
    }
  }

  @Override
  public void calling() {
    if (citations.isPresent()) {
      citations.get().end().forEach(answer::onEvent);
    }
    response.output().endStep();
  }

  @Override
  public void called(String call, ToolOutcome outcome) {
    citations.ifPresent(all -> all.learn(outcome));
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
