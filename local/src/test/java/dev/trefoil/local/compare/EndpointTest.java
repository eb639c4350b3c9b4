package dev.trefoil.local.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** With which secrets a running Trefoil is asked. */
class EndpointTest {
  @Test
  void theEndOfALineBehindAKeyOrATokenIsNotPartOfIt() throws Exception {
    Set<String> shown = ConcurrentHashMap.newKeySet();
    try (LoopbackServer server =
            LoopbackServer.start(
                0,
                exchange -> {
                  for (String header : List.of("Authorization", "X-Serverless-Authorization")) {
                    shown.add(exchange.getRequestHeaders().getFirst(header));
                  }
                  Exchanges.send(exchange, 200, "application/json", "{\"data\":[]}");
                });
        Endpoint endpoint =
            Endpoint.of(
                URI.create("http://127.0.0.1:" + server.port()),
                Optional.of("key\n"),
                Optional.of("token\r\n"))) {
      assertThat(endpoint.known()).isEmpty();
    }
    assertThat(shown).containsExactlyInAnyOrder("Bearer key", "Bearer token");
  }

  @Test
  void whatNoHeaderCanHoldIsRefusedWithoutShowingIt() {
    URI here = URI.create("http://127.0.0.1:1");
    assertThatThrownBy(() -> Endpoint.of(here, Optional.of("first\nsecond")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("first", "second");
    assertThatThrownBy(() -> Endpoint.of(here, Optional.empty(), Optional.of("gehe\u00a0im")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("gehe", "im");
  }
}
