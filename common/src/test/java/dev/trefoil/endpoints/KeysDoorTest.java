package dev.trefoil.endpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.Caller;
import dev.trefoil.auth.IssuedKey;
import dev.trefoil.auth.KeyDirectory;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.admin.AccountsDoor;
import dev.trefoil.door.admin.Audit;
import dev.trefoil.door.admin.AuditEndpoint;
import dev.trefoil.door.admin.AuditTrail;
import dev.trefoil.door.admin.EraseEndpoint;
import dev.trefoil.door.admin.KeysEndpoint;
import dev.trefoil.door.admin.UsageEndpoint;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.json.Json;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/admin/keys}, and what the audit has of it, by operators and by all others. */
class KeysDoorTest {
  private static final Caller OPS = new Caller("ops");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-05T12:00:00Z"));
  private final KeyDirectory directory = new KeyDirectory(new MemoryStore(InstantSource.system()));
  private final MemoryStore memory = new MemoryStore(InstantSource.system());

  /** How many entries the trail still takes. */
  private int room = Integer.MAX_VALUE;

  private Optional<AuditTrail> trail =
      Optional.of(
          new AuditTrail(
              new ForwardingRecords(memory) {
                @Override
                public Optional<String> create(
                    RecordKey key, String text, Instant expires, Deadline deadline)
                    throws StoreException {
                  if (room-- <= 0) {
                    throw new Unreachable("not now");
                  }
                  return super.create(key, text, expires, deadline);
                }
              },
              Duration.ofDays(10),
              now::get));

  private RecordedResponse call(Caller caller, String method, String path, String body)
      throws IOException {
    return call(caller, method, path, "", body);
  }

  private RecordedResponse audit(Caller caller, String query) throws IOException {
    return call(caller, "GET", "/v1/trefoil/audit", query, "");
  }

  private RecordedResponse call(
      Caller caller, String method, String path, String query, String body) throws IOException {
    Audit audit = new Audit(trail, now::get);
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new AccountsDoor(
                    new UsageEndpoint(Optional.empty(), Set.of()),
                    new KeysEndpoint(
                        Optional.of(directory),
                        Set.of("ops"),
                        Set.of("ops", "web"),
                        audit,
                        now::get),
                    new EraseEndpoint(Optional.empty(), Set.of("ops"), audit, now::get),
                    new AuditEndpoint(audit, Set.of("ops")),
                    new EchoDoor())),
            call -> caller,
            HttpSettings.of(100_000),
            Optional.empty())
        .handle(
            new HttpCall(
                method,
                path,
                new Query(query),
                new Headers(),
                new ByteArrayInputStream(body.getBytes(UTF_8)),
                Deadline.after(Duration.ofMinutes(1)),
                Optional.empty(),
                FrontDoor.NONE),
            response);
    return response;
  }

  private String issue(String body) throws IOException {
    RecordedResponse response = call(OPS, "POST", "/v1/admin/keys", body);
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    return Json.text(Json.readWhole(response.body()), "id").orElseThrow();
  }

  private List<IssuedKey> keys() throws Exception {
    return directory.read(Deadline.after(Duration.ofSeconds(5)));
  }

  @Test
  void aKeyIsIssuedToldOnceAndListedWithoutItself() throws Exception {
    RecordedResponse issued =
        call(
            OPS,
            "POST",
            "/v1/admin/keys",
            "{\"name\":\"app\",\"tenant\":\"acme\",\"routes\":[\"chat\"],\"expires_in_seconds\":60}");
    String key = Json.text(Json.readWhole(issued.body()), "key").orElseThrow();

    assertThat(issued.status()).isEqualTo(201);
    assertThat(key).startsWith("trefoil-");
    assertThat(keys())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.sha256()).isEqualTo(new ApiKey(key).sha256());
              assertThat(one.expires()).contains(now.get().plusSeconds(60));
            });
    assertThat(call(OPS, "GET", "/v1/admin/keys", "").body())
        .contains("\"name\":\"app\",\"tenant\":\"acme\",\"routes\":[\"chat\"]")
        .doesNotContain(key)
        .doesNotContain(keys().getFirst().sha256());
  }

  @Test
  void aRotatedKeyStaysGoodForTheOverlap() throws Exception {
    String id = issue("{\"name\":\"app\",\"tenant\":\"acme\"}");
    RecordedResponse rotated =
        call(OPS, "POST", "/v1/admin/keys/" + id + "/rotate", "{\"overlap_seconds\":30}");

    assertThat(rotated.status()).isEqualTo(201);
    assertThat(rotated.body()).contains("\"name\":\"app\",\"tenant\":\"acme\"", "\"key\":\"");
    assertThat(keys()).hasSize(2);
    assertThat(keys().getFirst().isGoodAt(now.get().plusSeconds(29))).isTrue();
    assertThat(keys().getFirst().isGoodAt(now.get().plusSeconds(30))).isFalse();
    assertThat(keys().getLast().isGoodAt(now.get().plusSeconds(30))).isTrue();

    now.updateAndGet(time -> time.plusSeconds(30));
    assertThat(call(OPS, "POST", "/v1/admin/keys/" + id + "/rotate", "{}").status()).isEqualTo(404);
  }

  @Test
  void aRevokedKeyIsGone() throws Exception {
    String id = issue("{\"name\":\"app\"}");

    assertThat(call(OPS, "DELETE", "/v1/admin/keys/" + id, "").body()).contains("\"revoked\":true");
    assertThat(keys()).isEmpty();
    assertThat(call(OPS, "DELETE", "/v1/admin/keys/" + id, "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/admin/keys",
    "POST, /v1/admin/keys",
    "POST, /v1/admin/keys/a/rotate",
    "DELETE, /v1/admin/keys/a",
    "GET, /v1/trefoil/audit"
  })
  void whoeverIsNoOperatorMayDoNoneOfIt(String method, String path) throws Exception {
    for (Caller caller :
        List.of(
            new Caller("app"),
            Caller.ANONYMOUS,
            Caller.of("ops", Optional.of("acme"), Optional.empty()))) {
      assertThat(call(caller, method, path, "{\"name\":\"app\"}").status()).isEqualTo(403);
    }
    assertThat(keys()).isEmpty();
    assertThat(audit(OPS, "").body()).as("nobody fills it who may not").contains("\"data\":[]");
  }

  @Test
  void whatIsDoneIsInTheAuditBeforeAndAfterWithoutTheKeyItself() throws Exception {
    RecordedResponse issued = call(OPS, "POST", "/v1/admin/keys", "{\"name\":\"app\"}");
    String id = Json.text(Json.readWhole(issued.body()), "id").orElseThrow();
    now.updateAndGet(time -> time.plusSeconds(1));
    call(OPS, "DELETE", "/v1/admin/keys/" + id, "");
    now.updateAndGet(time -> time.plusSeconds(1));
    call(OPS, "DELETE", "/v1/admin/keys/" + id, "");

    String told = audit(OPS, "").body();
    assertThat(told.replaceAll("aud_[0-9a-f]{16}", "aud"))
        .contains("\"from\":\"2026-11-05\",\"to\":\"2026-12-05\"", "\"has_more\":false")
        .containsSubsequence(
            entry("12:00:02", "key.revoke", id, "failed\",\"error\":\"key_not_found"),
            entry("12:00:02", "key.revoke", id, "begun"),
            entry("12:00:01", "key.revoke", id, "done"),
            entry("12:00:01", "key.revoke", id, "begun"),
            entry("12:00:00", "key.issue", id + " of app", "done"),
            entry("12:00:00", "key.issue", id + " of app", "begun"))
        .doesNotContain(Json.text(Json.readWhole(issued.body()), "key").orElseThrow())
        .doesNotContain("sha256");
  }

  private static String entry(String time, String action, String subject, String outcome) {
    return ("{\"object\":\"trefoil.audit\",\"id\":\"aud\",\"time\":\"2026-12-05T%sZ\","
            + "\"operator\":\"ops\",\"action\":\"%s\",\"subject\":\"%s\",\"outcome\":\"%s\"}")
        .formatted(time, action, subject, outcome);
  }

  @Test
  void whatTheAuditDoesNotTakeIsNotDone() throws Exception {
    String id = issue("{\"name\":\"app\"}");
    room = 0;

    for (RecordedResponse refused :
        List.of(
            call(OPS, "POST", "/v1/admin/keys", "{\"name\":\"other\"}"),
            call(OPS, "POST", "/v1/admin/keys/" + id + "/rotate", "{}"),
            call(OPS, "DELETE", "/v1/admin/keys/" + id, ""))) {
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("Nothing was done");
    }
    assertThat(keys()).extracting(IssuedKey::id).containsExactly(id);
  }

  @Test
  void whatIsDoneAndCannotBeToldStandsAsBegun() throws Exception {
    room = 1;
    issue("{\"name\":\"app\"}");

    assertThat(audit(OPS, "").body()).contains("\"begun\"").doesNotContain("\"done\"");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void withoutATableInOrderKeysAreChangedAndTheLogAloneSaysSo() throws Exception {
    trail = Optional.empty();
    issue("{\"name\":\"app\"}");

    assertThat(audit(OPS, "").status()).isEqualTo(501);
  }

  @ParameterizedTest
  @CsvSource({
    "from=2026-13-01, from",
    "from=2026-12-06, to",
    "from=2026-01-01, from",
    "limit=0, limit",
    "limit=101, limit",
    "limit=x, limit",
    "after=x, after",
    "after=MjAyNi0xMi0wNg, after",
  })
  void whatIsWrongWithAPageOfTheAuditIsNamed(String query, String field) throws Exception {
    RecordedResponse response = audit(OPS, query);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).startsWith(field + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | name",
        "{\"name\":\"a b\"} | name",
        "{\"name\":\"ops\"} | name",
        "{\"name\":\"web\"} | name",
        "{\"name\":\"queue\"} | name",
        "{\"name\":5} | name",
        "{\"name\":\"a\",\"tenant\":\"\"} | tenant",
        "{\"name\":\"a\",\"routes\":\"chat\"} | routes",
        "{\"name\":\"a\",\"routes\":[\"\"]} | routes[0]",
        "{\"name\":\"a\",\"expires_in_seconds\":0} | expires_in_seconds",
        "{\"name\":\"a\",\"sha256\":\"x\"} | sha256",
      })
  void whatIsWrongWithAKeyIsNamed(String body, String field) throws Exception {
    RecordedResponse response = call(OPS, "POST", "/v1/admin/keys", body);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).startsWith(field + ": ");
    assertThat(keys()).isEmpty();
  }
}
