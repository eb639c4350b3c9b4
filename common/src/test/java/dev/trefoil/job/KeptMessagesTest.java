package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.job.Outcome.Ack;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anthropic's Messages as jobs and under Idempotency-Keys, in their own form. */
class KeptMessagesTest extends JobFixture {
  private static final String PATH = "/v1/messages";
  private static final String CALL =
      "{\"model\":\"chat\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  @Test
  void aJobMayBeMessages() throws IOException {
    RecordedResponse accepted = post("/v1/jobs", job(CALL), Map.of());
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(deliver("m1", onlyMessage())).isEqualTo(new Ack());

    JsonNode answer = JSON.readTree(get(accepted.header("location")).body()).path("answer");
    assertThat(answer.path("type").asText()).isEqualTo("message");
    assertThat(answer.at("/content/0/text").asText()).isEqualTo("Good däy");
    assertThat(model.requests().getFirst().settings().maxTokens()).hasValue(50);
  }

  @Test
  void whatFailsFailsInItsOwnForm() throws IOException {
    RecordedResponse refused =
        post("/v1/jobs", job(CALL.replace("\"max_tokens\":50,", "")), Map.of());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("max_tokens");
    RecordedResponse stream =
        post("/v1/jobs", job(CALL.replace("50,", "50,\"stream\":true,")), Map.of());
    assertThat(stream.status()).isEqualTo(400);
    assertThat(stream.body()).contains("\"param\":\"stream\"");

    RecordedResponse accepted =
        post("/v1/jobs", job(CALL.replace("\"chat\"", "\"none\"")), Map.of());
    deliver("m1", onlyMessage());
    JsonNode error = JSON.readTree(get(accepted.header("location")).body()).path("error");
    assertThat(error.path("type").asText()).isEqualTo("not_found_error");
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void underOneKeyThereIsOneAnswerAndEachCallHasItsOwnId() throws IOException {
    RecordedResponse first =
        post(PATH, CALL, Map.of("idempotency-key", "k1", "x-request-id", "call-1"));
    RecordedResponse again =
        post(PATH, CALL, Map.of("idempotency-key", "k1", "x-request-id", "call-2"));

    assertThat(first.header("request-id")).isEqualTo("call-1");
    assertThat(again.header("request-id")).isEqualTo("call-2");
    assertThat(again.body()).isEqualTo(first.body()).contains("\"type\":\"message\"");
    assertThat(again.header("x-trefoil-stored")).isEqualTo("true");
    assertThat(model.calls()).hasSize(1);

    RecordedResponse stream =
        post(PATH, CALL.replace("50,", "50,\"stream\":true,"), Map.of("idempotency-key", "k2"));
    assertThat(stream.status()).isEqualTo(400);
    assertThat(JSON.readTree(stream.body()).path("type").asText()).isEqualTo("error");
    assertThat(JSON.readTree(stream.body()).at("/error/message").asText()).contains("stream");
  }

  private static String job(String call) {
    return "{\"path\":\"" + PATH + "\",\"request\":" + call + "}";
  }
}
