package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.HttpHandler;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A wire format of a few lines goes through an adapter, which knows nothing of it. */
public abstract class AdapterDoorContract {
  /** What the adapter's platform gets. */
  public record Answer(int status, String body, Optional<String> requestId) {}

  /**
   * Has the adapter hand a call to {@code core}, with {@code x-request-id: call-1} among its
   * headers.
   */
  protected abstract Answer call(HttpHandler core, String method, String path, String body)
      throws Exception;

  private Answer call(String method, String path, String body) throws Exception {
    return call(EchoDoor.alone(), method, path, body);
  }

  @Test
  void itAnswersWithTheIdOfTheCall() throws Exception {
    assertThat(call("POST", "/v1/echo", "grüße"))
        .isEqualTo(new Answer(200, "grüße", Optional.of("call-1")));
  }

  @Test
  void itsProblemsAreInItsForm() throws Exception {
    assertThat(call("POST", "/echo", ""))
        .isEqualTo(new Answer(400, "text: there is nothing to say", Optional.of("call-1")));
  }

  @Test
  void soAreThoseOfWhatStandsBeforeIt() throws Exception {
    assertThat(call("GET", "/echo", ""))
        .isEqualTo(new Answer(405, "-: /echo takes POST, not GET.", Optional.of("call-1")));
  }
}
