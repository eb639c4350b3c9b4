package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.admin.AccountsDoor;
import dev.trefoil.door.admin.Audit;
import dev.trefoil.door.admin.AuditEndpoint;
import dev.trefoil.door.admin.EraseEndpoint;
import dev.trefoil.door.admin.KeysEndpoint;
import dev.trefoil.door.admin.UsageEndpoint;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.usage.Planned;
import dev.trefoil.usage.UsageRecorder;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.UsageSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET /v1/usage}, by callers and by operators. */
class UsageDoorTest {
  private static final UsageSettings SETTINGS =
      new UsageSettings(ZoneOffset.UTC, Duration.ofDays(10));
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-05T12:00:00Z"));
  private static final Audit AUDIT = new Audit(Optional.empty(), CLOCK);
  private static final Caller ADA = Caller.of("ada", Optional.of("acme"), Optional.empty());
  private static final Caller ODD = Caller.of("=1+1,\"x\"", Optional.empty(), Optional.empty());
  private static final Caller OPS = new Caller("ops");

  private final MemoryStore store = new MemoryStore(CLOCK);

  private RecordedResponse get(Caller caller, String query) throws IOException {
    return get(caller, query, Optional.of(new UsageRecords(store, SETTINGS, CLOCK)), new Headers());
  }

  private static RecordedResponse get(
      Caller caller, String query, Optional<UsageRecords> records, Headers headers)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new AccountsDoor(
                    new UsageEndpoint(records, Set.of("ops")),
                    new KeysEndpoint(Optional.empty(), Set.of("ops"), Set.of(), AUDIT, CLOCK),
                    new EraseEndpoint(Optional.empty(), Set.of("ops"), AUDIT, CLOCK),
                    new AuditEndpoint(AUDIT, Set.of("ops")),
                    new EchoDoor())),
            call -> caller,
            HttpSettings.of(1000),
            Optional.empty())
        .handle(
            new HttpCall(
                "GET",
                "/v1/usage",
                new Query(query),
                headers,
                new ByteArrayInputStream(new byte[0]),
                Deadline.after(Duration.ofMinutes(1)),
                Optional.empty(),
                FrontDoor.NONE),
            response);
    return response;
  }

  private void use(Caller caller, long prompt) {
    new UsageRecorder(store, SETTINGS, CLOCK)
        .accept(
            new CallEnded(
                new Subject("r", caller, Optional.empty(), "chat", false, Instant.EPOCH),
                Outcome.ANSWERED,
                Planned.answered(
                    Planned.plan("chat", Planned.needs(1)).steps().getFirst(), prompt, 1),
                Duration.ZERO));
  }

  @Test
  void callersSeeTheirOwn() throws IOException {
    use(ADA, 10);
    use(ADA, 20);
    use(ODD, 400);

    assertThat(get(ADA, "").body())
        .contains(
            "\"from\":\"2026-12-01\",\"to\":\"2026-12-05\"",
            "\"day\":\"2026-12-05\",\"tenant\":\"acme\",\"caller\":\"ada\",\"route\":\"chat\","
                + "\"target\":\"azure/dear\",\"model\":\"dear\",\"calls\":2,\"failed_calls\":0,"
                + "\"attempts\":2,\"input_tokens\":30",
            "\"cost_usd\":0.000032")
        .doesNotContain("400");
    assertThat(get(Caller.of("ops", Optional.of("acme"), Optional.empty()), "").body())
        .contains("\"data\":[]");
  }

  @Test
  void operatorsSeeEverybodysInGroups() throws IOException {
    use(ADA, 10);
    use(ODD, 400);

    assertThat(get(OPS, "group_by=route").body())
        .contains(
            "\"data\":[{\"object\":\"usage\",\"route\":\"chat\",\"calls\":2",
            "\"total\":{\"calls\":2,\"failed_calls\":0,\"attempts\":2,\"input_tokens\":410");
  }

  @Test
  void aSpreadsheetGetsATableWithoutFormulas() throws IOException {
    use(ODD, 400);

    RecordedResponse csv = get(OPS, "format=csv&group_by=caller,day");
    assertThat(csv.header("content-type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(csv.body())
        .isEqualTo(
            "caller,day,calls,failed_calls,attempts,input_tokens,cached_tokens,cache_write_tokens,"
                + "output_tokens,reasoning_tokens,cost_usd,estimated_attempts,unpriced_attempts,"
                + "checks,check_units\r\n"
                + "\"'=1+1,\"\"x\"\"\",2026-12-05,1,0,1,400,0,0,1,0,0.000401,0,0,0,0\r\n");
    assertThat(
            get(
                    OPS,
                    "",
                    Optional.of(new UsageRecords(store, SETTINGS, CLOCK)),
                    new Headers().set("accept", "text/csv"))
                .header("content-type"))
        .startsWith("text/csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=2026-13-01 | from: 'from' is not a day such as 2026-12-31.",
        "to=+999999999-01-01 | to: 'to' is not a day such as 2026-12-31.",
        "from=2026-12-05&to=2026-12-04 | to: 'to' is before 'from'.",
        "from=2026-01-01 | from: 'from' to 'to' are more than 93 days.",
        "group_by=key | group_by: 'group_by' is a list of day, tenant, caller, route, target, model.",
        "format=xml | format: 'format' is json or csv.",
      })
  void whatCannotBeAskedIsNamed(String query, String problem) throws IOException {
    RecordedResponse response = get(OPS, query);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(problem);
  }

  @Test
  void whereNothingIsRecordedThatIsSaid() throws IOException {
    assertThat(get(OPS, "", Optional.empty(), new Headers()).status()).isEqualTo(501);
  }
}
