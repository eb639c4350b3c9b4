package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.door.admin.BudgetsEndpoint;
import dev.trefoil.door.admin.CallsDoor;
import dev.trefoil.door.admin.CallsEndpoint;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.routing.Requirements;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.BudgetStandings;
import dev.trefoil.usage.Budgets;
import dev.trefoil.usage.Planned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/trefoil/budgets}, for operators. */
class BudgetsDoorTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-05T12:00:00Z"));
  private static final Caller OPS = new Caller("ops");

  private final MemoryStore store = new MemoryStore(CLOCK);
  private final BudgetSettings settings =
      TrefoilConfig.parse(
              Planned.CONFIG
                  + """
                  budgets:
                    shards: 4
                    tenants:
                      acme: {usdPerDay: 4, tokensPerMonth: 4000000}
                      "*": {usdPerDay: 1}
                  """,
              Map.of())
          .budgets()
          .orElseThrow();

  private static RecordedResponse get(Caller caller, Optional<BudgetStandings> standings)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new CallsDoor(
                    new CallsEndpoint(Optional.empty(), Set.of("ops"), true),
                    new BudgetsEndpoint(standings, Set.of("ops")),
                    new EchoDoor())),
            call -> caller,
            HttpSettings.of(1000),
            Optional.empty())
        .handle(
            new HttpCall(
                "GET",
                "/v1/trefoil/budgets",
                new Headers(),
                new ByteArrayInputStream(new byte[0]),
                Deadline.after(Duration.ofMinutes(1))),
            response);
    return response;
  }

  private Optional<BudgetStandings> standings() {
    return Optional.of(new BudgetStandings(settings, store, CLOCK));
  }

  @Test
  void operatorsSeeWhatIsUsedOfEachOverAllShards() throws Exception {
    Requirements needs = Planned.needs(100_000);
    Budgets budgets = new Budgets(settings, store, CLOCK);
    for (int i = 0; i < 5; i++) {
      var unused =
          budgets.admit(
              Planned.call("ada", Optional.of("acme")), Planned.plan("chat", needs), needs);
    }

    JsonNode bounds = new ObjectMapper().readTree(get(OPS, standings()).body()).path("data");

    assertThat(bounds.findValuesAsText("bound")).containsExactly("tokensPerMonth", "usdPerDay");
    assertThat(bounds.findValuesAsText("name")).containsOnly("acme");
    assertThat(bounds.path(0).path("most").asLong()).isEqualTo(4_000_000);
    assertThat(bounds.path(0).path("used").asLong()).isBetween(500_000L, 510_000L);
    assertThat(bounds.path(1).path("most").asDouble()).isEqualTo(4);
    assertThat(bounds.path(1).path("used").asDouble()).isBetween(0.5, 0.51);
    assertThat(bounds.path(1).path("reserved")).isEqualTo(bounds.path(1).path("used"));
    assertThat(bounds.path(1).path("resets_at").asText()).isEqualTo("2026-12-06T00:00:00Z");
  }

  @Test
  void beforeAnythingIsUsedTheyStandAtNothing() throws IOException {
    assertThat(get(OPS, standings()).body()).contains("\"used\":0.0").contains("\"most\":4.0");
  }

  @Test
  void nobodyElseSeesThem() throws IOException {
    assertThat(get(new Caller("ada"), standings()).status()).isEqualTo(403);
  }

  @Test
  void whereThereAreNoneItIsSaid() throws IOException {
    RecordedResponse response = get(OPS, Optional.empty());
    assertThat(response.status()).isEqualTo(501);
    assertThat(response.body()).contains("'budgets'");
  }
}
