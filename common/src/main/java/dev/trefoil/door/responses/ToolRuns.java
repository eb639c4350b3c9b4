package dev.trefoil.door.responses;

import dev.trefoil.agent.AgentRun;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.BuiltInTool;
import dev.trefoil.agent.RunHaltedException;
import dev.trefoil.agent.RunJournal;
import dev.trefoil.agent.RunPlan;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.ModelCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.fallback.Answered;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Answers calls whose tools Trefoil itself calls: every question of a run is a call of a model. */
final class ToolRuns {
  private final ModelCalls calls;
  private final Agents agents;
  private final KeptResponses kept;
  private final Optional<FileSearch> files;

  /**
   * @param files what searches files; empty where none are kept
   */
  ToolRuns(ModelCalls calls, Agents agents, KeptResponses kept, Optional<FileSearch> files) {
    this.calls = calls;
    this.agents = agents;
    this.kept = kept;
    this.files = files;
  }

  /**
   * Makes the run of a call.
   *
   * @param gone cancelled when the caller has left
   * @param answer gets all of the response
   * @param response what it makes of it
   * @param journal what was done of it before, and where its steps are kept
   * @throws Problem when a model had no answer, or the run cannot go on here
   * @throws IOException when the caller is gone
   */
  Answered answer(
      ResponsesCall call,
      CallInfo info,
      Cancellation gone,
      AnswerListener answer,
      Response response,
      Optional<RunJournal> journal)
      throws Problem, IOException {
    RunPlan plan = call.run().orElseThrow();
    requireDeclared(plan);
    Deadline deadline = info.deadline().within(plan.limits().time());
    CallInfo within = info.by(deadline);
    try {
      return new AgentRun<Problem>(
              agents.tools(),
              builtIn(call, within),
              plan,
              call.request(),
              (request, listener) -> {
                requireWanted(call, info);
                return ask(new Question(call, request), within, gone, listener);
              },
              new ResponseRun(answer, response, citations(call)),
              deadline,
              gone,
              journal.orElse(RunJournal.NONE))
          .run();
    } catch (RunHaltedException e) {
      throw Problem.of(
          503, "run_interrupted", "The run cannot go on here: " + e.getMessage() + ".");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<BuiltInTool> builtIn(ResponsesCall call, CallInfo info) throws Problem {
    Optional<FileSearchPlan> search = call.search();
    if (search.isEmpty()) {
      return List.of();
    }
    FileSearch tool =
        files.orElseThrow(
            () -> Problem.unsupported("tools", "No files are searched here any more."));
    return List.of(tool.tool(search.get(), info));
  }

  /** A lambda would load the class where there is nothing to cite. */
  private static Optional<Citations> citations(ResponsesCall call) {
    return call.search().isPresent() ? Optional.of(new Citations()) : Optional.empty();
  }

  /** Between two steps a response in the background may have been cancelled. */
  private void requireWanted(ResponsesCall call, CallInfo info) throws Problem {
    if (call.background() && kept.find(info, call.ids().response()).isPresent()) {
      throw Problem.of(409, "response_ended", "The response has ended elsewhere.");
    }
  }

  /** What is answered later may be answered by a process with another configuration. */
  private void requireDeclared(RunPlan plan) throws Problem {
    for (var wish : plan.wishes()) {
      if (agents.tools().find(wish.tool()).isEmpty()) {
        throw Problem.unsupported(
            "tools", "The tool '" + wish.tool() + "' is not declared any more.");
      }
    }
  }

  private Answered ask(Question question, CallInfo info, Cancellation gone, AnswerListener listener)
      throws Problem {
    try {
      return calls.get(question, info, gone, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
