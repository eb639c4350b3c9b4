package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Principal;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformAuthenticatorTest {
  @ParameterizedTest
  @CsvSource({"ann@example.com, ann@example.com", "queue, named:queue"})
  void aCallerIsWhomThePlatformNamesAndNeverTheQueue(String principal, String name)
      throws AuthException {
    HttpCall call =
        new HttpCall(
            "GET",
            "/v1/models",
            new Headers(),
            InputStream.nullInputStream(),
            Deadline.after(Duration.ofMinutes(1)),
            Optional.of(new Principal(principal)));

    assertThat(new PlatformAuthenticator().authenticate(call).id()).isEqualTo(name);
  }
}
