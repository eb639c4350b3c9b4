package dev.trefoil.local.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.edge.EdgeInput;
import dev.trefoil.edge.EdgeInput.Expected;
import dev.trefoil.edge.EdgeInputs;
import dev.trefoil.edge.RawCall;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.EmulatedLambda;
import dev.trefoil.local.Http;
import dev.trefoil.local.LambdaForm;
import dev.trefoil.local.aws.LambdaHost;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The servlet form of the HTTP function on AWS, on the real runtime interface client. */
class ServletFormTest {
  @TempDir static Path folder;

  private static EmulatedCloud cloud;
  private static LambdaHost host;

  @BeforeAll
  static void start() throws Exception {
    cloud = EmulatedCloud.start(EmulatedLambda.SERVICES);
    host = EmulatedLambda.start(LambdaForm.SERVLET, cloud, folder, UnaryOperator.identity());
    host.awaitReady("/health");
  }

  @AfterAll
  static void stop() {
    host.close();
    cloud.close();
  }

  static Stream<EdgeInput> inputs() {
    return EdgeInputs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void anOddInputHasTheAnswerOfThePlainForm(EdgeInput input) throws IOException {
    RawCall answer = RawCall.send(host.port(), input.request());

    assertThat(Expected.told(answer)).as(answer.shown()).isEqualTo(input.at("aws"));
    if (input.method().equals("HEAD")) {
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void aCallIsAnsweredByTheHostsOwnServiceAndByAnotherWhenThatFails() throws Exception {
    HttpResponse<String> own = ask("Grüße, 世界");
    cloud.model("bedrock").orElseThrow().controls().fault(Fault.always(new Failure.Outage()));
    HttpResponse<String> other = ask("Grüße, 世界");
    cloud.model("bedrock").orElseThrow().controls().clearFault();

    for (HttpResponse<String> answer : List.of(own, other)) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(new ObjectMapper().readTree(answer.body()).path("response").asText())
          .isEqualTo("Grüße, 世界");
    }
    assertThat(own.headers().firstValue("x-trefoil-provider")).contains("bedrock");
    assertThat(other.headers().firstValue("x-trefoil-provider")).contains("azure");
    assertThat(other.headers().firstValue("x-trefoil-trail").orElseThrow())
        .contains("outcome=overloaded", "azure/gpt-5.4;outcome=ok");
  }

  @Test
  void aStreamIsSentWhole() throws Exception {
    HttpResponse<String> answer =
        Http.post(
            host.port(),
            "/v1/chat/completions",
            "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"größer\"}]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(answer.body()).contains("größer").endsWith("data: [DONE]\n\n");
  }

  private static HttpResponse<String> ask(String prompt) throws Exception {
    return Http.post(host.port(), "/chat", "{\"prompt\":\"" + prompt + "\"}");
  }
}
