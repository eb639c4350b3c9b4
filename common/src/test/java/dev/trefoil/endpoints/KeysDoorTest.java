package dev.trefoil.endpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.Caller;
import dev.trefoil.auth.IssuedKey;
import dev.trefoil.auth.KeyDirectory;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.admin.AccountsDoor;
import dev.trefoil.door.admin.EraseEndpoint;
import dev.trefoil.door.admin.KeysEndpoint;
import dev.trefoil.door.admin.UsageEndpoint;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.json.Json;
import dev.trefoil.store.MemoryStore;
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

/** {@code /v1/admin/keys}, by operators and by all others. */
class KeysDoorTest {
  private static final Caller OPS = new Caller("ops");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-05T12:00:00Z"));
  private final KeyDirectory directory = new KeyDirectory(new MemoryStore(InstantSource.system()));

  private RecordedResponse call(Caller caller, String method, String path, String body)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new AccountsDoor(
                    new UsageEndpoint(Optional.empty(), Set.of()),
                    new KeysEndpoint(
                        Optional.of(directory), Set.of("ops"), Set.of("ops", "web"), now::get),
                    new EraseEndpoint(Optional.empty(), Set.of("ops"), now::get),
                    new EchoDoor())),
            call -> caller,
            HttpSettings.of(100_000),
            Optional.empty())
        .handle(
            new HttpCall(
                method,
                path,
                new Headers(),
                new ByteArrayInputStream(body.getBytes(UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
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
    "DELETE, /v1/admin/keys/a"
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
