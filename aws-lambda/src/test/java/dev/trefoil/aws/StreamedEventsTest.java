package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.chat.Deadline;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events that the plain handler is shown, where answers can be streamed. */
class StreamedEventsTest extends HttpEventsTest {
  private RecordedAnswer answer;

  @Override
  JsonNode answered(HttpEvents events, byte[] event, Deadline deadline) throws IOException {
    answer = new RecordedAnswer();
    events.handle(event, StreamedDoors.of(Map.of()), answer, deadline);
    return answer.json();
  }

  /** HTTP APIs and load balancers take nothing but whole answers. */
  @ParameterizedTest
  @CsvSource({
    "function-url, true",
    "rest-api-v1, true",
    "rest-api-v1-domain, true",
    "http-api-v2, false",
    "http-api-v1, false",
    "alb-single, false",
    "alb-multi, false"
  })
  void anAnswerIsStreamedToThoseDoorsThatHandItOnAsItComes(String event, boolean streamed)
      throws IOException {
    handle(read(event));

    assertThat(answer.isStreamed()).isEqualTo(streamed);
    assertThat(call().frontDoor().buffers()).isEqualTo(!streamed);
    assertThat(call().frontDoor().limit().isPresent()).isEqualTo(!streamed);
  }
}
