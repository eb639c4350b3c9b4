package dev.trefoil.job;

import static dev.trefoil.fallback.ScriptedModel.doing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.agent.PlayedTool;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs in the background whose workers die on the way. */
class ToolRunsInBackgroundTest extends ToolRunFixture {
  @Test
  void aRunIsMadeByAWorkerAndLeavesNothingOfItsSteps() throws IOException {
    declare("");
    model = calling(call("c1", "weather", "{'city':'a'}")).then(saying("clear"));
    JsonNode queued = submitted();

    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    JsonNode made = told(queued);
    assertThat(made.path("status").asText()).isEqualTo("completed");
    assertThat(types(made)).containsExactly("mcp_call", "message");
    assertThat(memory.texts()).filteredOn(text -> text.contains("\"writer\"")).isEmpty();
  }

  /** The worker dies when the tool has been called, before that could be kept. */
  @ParameterizedTest
  @CsvSource({"true,2,completed", "false,1,failed"})
  void anotherWorkerGoesOnWithoutAskingAgain(boolean idempotent, int made, String status)
      throws IOException {
    tool.close();
    tool =
        new PlayedTool(
            (exchange, body) -> {
              if (tool.asked().size() == 1) {
                memory.refuseWrites(2);
              }
              PlayedTool.send(exchange, 200, "clear");
            });
    agents = Optional.of(agents("", "method: POST\n    idempotent: " + idempotent, ""));
    model = calling(call("c1", "weather", "{'city':'a'}")).then(saying("clear"));
    JsonNode queued = submitted();

    assertThat(deliver("m1", onlyMessage())).isInstanceOf(Retry.class);
    assertThat(model.calls()).hasSize(1);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(model.calls()).as("questions that were paid for").hasSize(2);
    assertThat(tool.asked()).hasSize(made);
    JsonNode response = told(queued);
    assertThat(response.path("status").asText()).isEqualTo("completed");
    assertThat(response.at("/output/0/status").asText()).isEqualTo(status);
    if (!idempotent) {
      assertThat(response.at("/output/0/error").asText()).contains("may have been made already");
      assertThat(result(model.requests().getLast())).contains("may have been made already");
    }
    assertThat(response.at("/usage/total_tokens").asInt()).isEqualTo(10);
  }

  /** What is left of the worker's lease is too little for a call, and the run has time. */
  @Test
  void aWorkerWithoutTimeLeavesTheCallsToAnother() throws IOException {
    declare("");
    model = calling(call("c1", "weather", "{'city':'a'}")).then(saying("clear"));
    JsonNode queued = submitted();

    assertThat(
            service(model)
                .messages()
                .handle(
                    new QueueMessage("m1", onlyMessage()), Deadline.after(Duration.ofMillis(400))))
        .isInstanceOf(Retry.class);
    assertThat(tool.asked()).isEmpty();
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(tool.asked()).hasSize(1);
    assertThat(told(queued).at("/output/0/status").asText()).isEqualTo("completed");
  }

  /** The worker dies when the model has been told, and has answered again. */
  @Test
  void anotherWorkerKnowsHowOftenArgumentsWereWrong() throws IOException {
    declare("toolLimits: {corrections: 1}");
    model =
        calling(call("c1", "weather", "{'city':1}"))
            .then(doing(() -> memory.refuseWrites(2), new TextDelta("lost"), STOP, END))
            .then(calling(call("c2", "weather", "{'city':'a'}")));
    JsonNode queued = submitted();

    assertThat(deliver("m1", onlyMessage())).isInstanceOf(Retry.class);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(model.requests().getLast().toolChoice()).isEqualTo(new ToolChoice.None());
    assertThat(tool.asked()).isEmpty();
    assertThat(types(told(queued))).containsExactly("mcp_call", "mcp_call");
  }

  @Test
  void whatIsCancelledOnTheWayAsksNoMoreQuestions() throws IOException {
    tool.close();
    String[] path = new String[1];
    tool =
        new PlayedTool(
            (exchange, body) -> {
              assertThat(post(path[0] + "/cancel", "", Map.of()).status()).isEqualTo(200);
              PlayedTool.send(exchange, 200, "clear");
            });
    declare("");
    model = calling(call("c1", "weather", "{'city':'a'}")).then(saying("never"));
    JsonNode queued = submitted();
    path[0] = PATH + "/" + queued.path("id").asText();

    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    assertThat(model.calls()).hasSize(1);
    assertThat(told(queued).path("status").asText()).isEqualTo("cancelled");
  }

  private JsonNode submitted() throws IOException {
    return ok("'background':true,'input':'hi'," + WISH);
  }

  private JsonNode told(JsonNode response) throws IOException {
    return ok(get(PATH + "/" + response.path("id").asText()));
  }
}
