package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Authenticators;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.Door;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A wire format of a few lines gets all that holds for every door. */
class DoorTest {
  private final RecordedResponse response = new RecordedResponse();

  @Test
  void itAnswersUnderBothPathsWithTheIdOfTheCall() throws IOException {
    call("POST", "/v1/echo", "hello", Authenticator.NONE);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("hello");
    assertThat(response.header("x-request-id")).isEqualTo("call-1");
  }

  @Test
  void itsProblemsAreInItsForm() throws IOException {
    call("POST", "/echo", "", Authenticator.NONE);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("text: there is nothing to say");
  }

  @Test
  void soAreThoseOfWhatStandsBeforeIt() throws IOException {
    call("GET", "/echo", "", Authenticator.NONE);

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.body()).isEqualTo("-: /echo takes POST, not GET.");
    assertThat(response.header("allow")).isEqualTo("OPTIONS, POST");
  }

  @Test
  void soAreThoseOfCallersWhoAreNotKnown() throws IOException {
    call(
        "POST",
        "/echo",
        "hello",
        Authenticators.of(new AuthSettings.Platform(), Clock.systemUTC()));

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.body()).startsWith("-: ");
    assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
  }

  @Test
  void twoDoorsCannotAnswerTheSameCall() {
    List<Door> doors = List.of(new EchoDoor(), new EchoDoor());

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Endpoints(doors, Authenticator.NONE, HttpSettings.of(1000), Optional.empty()))
        .withMessage("two doors answer POST /echo");
  }

  private void call(String method, String path, String body, Authenticator authenticator)
      throws IOException {
    new Endpoints(List.of(new EchoDoor()), authenticator, HttpSettings.of(1000), Optional.empty())
        .handle(
            new HttpCall(
                method,
                path,
                new Headers().set("x-request-id", "call-1"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
  }
}
