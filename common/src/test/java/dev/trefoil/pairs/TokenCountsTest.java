package dev.trefoil.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The services that count a prompt's tokens are asked, by every door that can be asked. */
@Timeout(60)
class TokenCountsTest {
  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  /** The emulated service counts words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "messages/count_tokens|'messages':[{'role':'user','content':'one two three'}]",
        "responses/input_tokens|'input':'one two three'",
      })
  void anthropicCounts(String path, String members) throws IOException {
    RecordedResponse response = new RecordedResponse();
    services
        .asAsked()
        .handle(
            new HttpCall(
                "POST",
                "/v1/" + path,
                new Headers(),
                new ByteArrayInputStream(
                    ("{'model':'anthropic/claude-sonnet-4-6'," + members + "}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofSeconds(30))),
            response);

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(response.body()).path("input_tokens").asInt())
        .isEqualTo(3);
    assertThat(response.header("x-trefoil-usage")).isNull();
  }
}
