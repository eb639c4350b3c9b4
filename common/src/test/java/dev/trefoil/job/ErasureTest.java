package dev.trefoil.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Erasure;
import dev.trefoil.conversation.Threads;
import dev.trefoil.door.admin.AccountsDoor;
import dev.trefoil.door.admin.Audit;
import dev.trefoil.door.admin.AuditEndpoint;
import dev.trefoil.door.admin.EraseEndpoint;
import dev.trefoil.door.admin.KeysEndpoint;
import dev.trefoil.door.admin.UsageEndpoint;
import dev.trefoil.endpoints.EchoDoor;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators have erased, looked for in the store. */
class ErasureTest extends JobFixture {
  private static final String RESPONSES = "/v1/responses";
  private static final String LARGE = " long".repeat(20_000);

  @Test
  void ofACallerNothingIsLeft() throws IOException {
    Map<String, String> ada = Map.of("x-test-caller", "ada");
    String conversation = conversation(ada);
    say(ada, "'conversation':'" + conversation + "','input':'secret" + LARGE + "'");
    JsonNode thread = say(ada, "'input':'secret two'");
    say(ada, "'previous_response_id':'" + id(thread) + "','input':'secret" + LARGE + "'");
    JsonNode others = say(Map.of("x-test-caller", "bob"), "'input':'kept'");
    JsonNode tenants =
        say(Map.of("x-test-caller", "ada", "x-test-tenant", "acme"), "'input':'kept too'");
    assertThat(memory.blobs()).hasSize(2);

    JsonNode receipt = erased("'caller':'ada'");

    assertThat(receipt.path("object").asText()).isEqualTo("trefoil.erasure");
    assertThat(receipt.path("id").asText()).matches("era_[0-9a-f]{64}");
    assertThat(receipt.path("scope").asText()).isEqualTo("caller");
    assertThat(receipt.path("erased_at").asLong()).isEqualTo(1_700_000_000);
    assertThat(counts(receipt)).containsExactly(1, 3, 2, 0);
    assertThat(receipt.path("complete").asBoolean()).isTrue();
    assertThat(receipt.path("next").isNull()).isTrue();
    assertThat(memory.blobs()).isEmpty();
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
    assertThat(get(RESPONSES + "/" + id(thread), ada).status()).isEqualTo(404);
    assertThat(get("/v1/conversations/" + conversation, ada).status()).isEqualTo(404);
    assertThat(get(RESPONSES + "/" + id(others), Map.of("x-test-caller", "bob")).status())
        .isEqualTo(200);
    assertThat(
            get(
                    RESPONSES + "/" + id(tenants),
                    Map.of("x-test-caller", "ada", "x-test-tenant", "acme"))
                .status())
        .isEqualTo(200);
    assertThat(counts(erased("'caller':'ada'"))).as("again").containsExactly(0, 0, 0, 0);
  }

  @Test
  void ofASubjectAllThreadsThatNameItAreGone() throws IOException {
    Map<String, String> ada = Map.of("x-test-caller", "ada");
    String conversation = conversation(ada);
    say(ada, "'conversation':'" + conversation + "','input':'secret one'");
    say(
        ada,
        "'safety_identifier':'u-1','conversation':'" + conversation + "','input':'secret two'");
    say(Map.of("x-test-caller", "bob"), "'safety_identifier':'u-1','input':'secret" + LARGE + "'");
    say(ada, "'safety_identifier':'u-2','input':'kept'");
    say(
        Map.of("x-test-caller", "ada", "x-test-tenant", "acme"),
        "'safety_identifier':'u-1','input':'kept too'");

    JsonNode receipt = erased("'subject':'u-1'");

    assertThat(counts(receipt)).containsExactly(1, 3, 1, 0);
    assertThat(memory.blobs()).isEmpty();
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
    assertThat(memory.texts()).anyMatch(text -> text.contains("kept too"));
    assertThat(counts(erased("'subject':'u-2'"))).containsExactly(0, 1, 0, 0);
    assertThat(counts(erased("'subject':'u-1','tenant':'acme'"))).containsExactly(0, 1, 0, 0);
    assertThat(memory.texts()).noneMatch(text -> text.contains("kept"));
  }

  @Test
  void ofATenantAllCallersAreGone() throws IOException {
    say(Map.of("x-test-caller", "ada", "x-test-tenant", "acme"), "'input':'secret'");
    conversation(Map.of("x-test-caller", "bob", "x-test-tenant", "acme"));
    say(Map.of("x-test-caller", "ada"), "'input':'kept'");

    JsonNode receipt = erased("'tenant':'acme'");

    assertThat(counts(receipt)).containsExactly(1, 1, 0, 0);
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
    assertThat(memory.texts())
        .filteredOn(text -> text.contains("acme") && !text.contains("\"place\":\"gone\""))
        .as("by which the next erasure finds callers")
        .containsExactlyInAnyOrder(
            "{\"format\":1,\"caller\":\"ada\",\"tenant\":\"acme\"}",
            "{\"format\":1,\"caller\":\"bob\",\"tenant\":\"acme\"}");
    assertThat(memory.texts())
        .filteredOn(text -> text.contains("\"place\":\"gone\""))
        .as("what keeps others from the conversation for an hour")
        .singleElement()
        .asString()
        .contains("\"content\":\"\"");
    assertThat(memory.texts()).anyMatch(text -> text.contains("kept"));
  }

  @Test
  void whatAProcessThatGoesOnKeepsAfterAnErasureIsFoundByTheNext() throws IOException {
    Map<String, String> ada = Map.of("x-test-caller", "ada", "x-test-tenant", "acme");
    say(ada, "'input':'secret'");
    assertThat(counts(erased("'tenant':'acme'"))).containsExactly(0, 1, 0, 0);

    say(ada, "'input':'secret two'");

    assertThat(counts(erased("'tenant':'acme'"))).containsExactly(0, 1, 0, 0);
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
  }

  @Test
  @Timeout(60)
  void aPageThatIsEmptyIsNotTheLast() throws IOException {
    Map<String, String> ada = Map.of("x-test-caller", "ada", "x-test-tenant", "acme");
    memory.emptyPages();
    say(ada, "'input':'secret'");
    assertThat(counts(erased("'tenant':'acme'"))).containsExactly(0, 1, 0, 0);

    say(ada, "'safety_identifier':'u-1','input':'secret'");
    assertThat(counts(erased("'subject':'u-1','tenant':'acme'"))).containsExactly(0, 1, 0, 0);
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void aTenantsErasureGoesOnWithTheCallerWhereItStopped() throws IOException {
    List<Caller> callers =
        Stream.of("ada", "bob", "eve")
            .map(name -> Caller.of(name, Optional.of("acme"), Optional.empty()))
            .sorted(Comparator.comparing(caller -> Erasure.place(caller, 0)))
            .toList();
    for (Caller caller : callers) {
      say(
          Map.of("x-test-caller", caller.id(), "x-test-tenant", "acme"),
          "'input':'of " + caller.id() + "'");
    }

    JsonNode receipt =
        erased("'tenant':'acme','from':" + Erasure.place(callers.get(1), Erasure.SHARES - 1));

    assertThat(counts(receipt)).as("all of the last one's").containsExactly(0, 1, 0, 0);
    assertThat(memory.texts())
        .anyMatch(text -> text.contains("of " + callers.get(0).id()))
        .anyMatch(text -> text.contains("of " + callers.get(1).id()))
        .noneMatch(text -> text.contains("of " + callers.get(2).id()));
    assertThat(counts(erased("'tenant':'acme'"))).containsExactly(0, 2, 0, 0);
  }

  @Test
  void aSummaryGoesWithItsThread() throws IOException {
    Map<String, String> ada = Map.of("x-test-caller", "ada");
    say(
        ada,
        "'input':[{'type':'compaction','id':'cmp_1','encrypted_content':'secret summary'},"
            + "{'role':'user','content':'on'}]");

    assertThat(counts(erased("'caller':'ada'"))).containsExactly(0, 1, 0, 0);
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void aTombstoneStaysThatNamesNobody() throws IOException {
    say(Map.of("x-test-caller", "ada"), "'safety_identifier':'u-1','input':'x'");

    erased("'subject':'u-1'");

    assertThat(memory.texts())
        .as("and by what the next erasure finds the thread")
        .containsExactlyInAnyOrder(
            "{\"format\":1,\"erased\":1700000000000}", "{\"format\":1,\"caller\":\"ada\"}");
  }

  @Test
  void aResponseThatIsBeingMadeInAConversationIsNotKept() throws IOException {
    Map<String, String> ada = Map.of("x-test-caller", "ada");
    String conversation = conversation(ada);
    model =
        ScriptedModel.doing(
            () -> {
              try {
                erased("'caller':'ada'");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            new TextDelta("secret"),
            STOP,
            END);

    JsonNode late = say(ada, "'conversation':'" + conversation + "','input':'secret'");

    assertThat(late.path("store").asBoolean()).isFalse();
    assertThat(memory.texts()).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void anErasureGoesOnFromWhereItStopped() throws IOException {
    say(Map.of("x-test-caller", "ada"), "'input':'secret'");

    JsonNode receipt = erased("'caller':'ada','from':" + Erasure.SHARES);

    assertThat(counts(receipt)).containsExactly(0, 0, 0, 0);
    assertThat(memory.texts()).anyMatch(text -> text.contains("secret"));
    assertThat(counts(erased("'caller':'ada','from':0"))).containsExactly(0, 1, 0, 0);
  }

  @Test
  void withoutTimeItSaysWhereToGoOn() throws IOException {
    say(Map.of("x-test-caller", "ada", "x-test-tenant", "acme"), "'input':'secret'");

    Caller ada = Caller.of("ada", Optional.of("acme"), Optional.empty());
    long from = Erasure.place(ada, 7);

    JsonNode receipt =
        JSON.readTree(erase("ops", "'tenant':'acme','from':" + from, Duration.ofSeconds(3)).body());

    assertThat(receipt.path("complete").asBoolean()).isFalse();
    assertThat(receipt.path("next").asLong()).isEqualTo(from);
    assertThat(counts(erased("'tenant':'acme'"))).containsExactly(0, 1, 0, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "| caller",
        "'caller':'' | caller",
        "'caller':7 | caller",
        "'caller':'a','subject':'b' | subject",
        "'tenant':'not a tenant' | tenant",
        "'caller':'a','from':-1 | from",
        "'caller':'a','from':1297 | from",
        "'tenant':'acme','from':1.5 | from",
        "'tenant':'acme','from':9000000000000000 | from",
        "'caller':'a','everything':true | everything",
      })
  void whatIsNoErasureIsRefusedByItsField(String members, String param) throws IOException {
    RecordedResponse response = erase("ops", members == null ? "" : members, Duration.ofMinutes(1));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("'" + param + "'");
    assertThat(memory.texts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "anonymous"})
  void whoIsNoOperatorErasesNothing(String caller) throws IOException {
    say(Map.of("x-test-caller", caller), "'input':'mine'");

    RecordedResponse response = erase(caller, "'caller':'" + caller + "'", Duration.ofMinutes(1));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).contains("'operators'");
    assertThat(memory.texts()).anyMatch(text -> text.contains("mine"));
  }

  @Test
  void aStoreThatIsAwayIsSaid() throws IOException {
    memory.down(true);

    assertThat(erase("ops", "'caller':'ada'", Duration.ofMinutes(1)).status()).isEqualTo(503);
  }

  @Test
  void whatCannotBeNotedIsNotKept() throws IOException {
    memory.recordsDown(true);

    JsonNode response = say(Map.of(), "'safety_identifier':'u-1','input':'x'");

    assertThat(response.path("store").asBoolean()).isFalse();
  }

  private static List<Integer> counts(JsonNode receipt) {
    return List.of(
        receipt.path("conversations").asInt(-1),
        receipt.path("turns").asInt(-1),
        receipt.path("blobs").asInt(-1),
        receipt.path("unreadable").asInt(-1));
  }

  private JsonNode erased(String members) throws IOException {
    RecordedResponse response = erase("ops", members, Duration.ofMinutes(1));
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private RecordedResponse erase(String caller, String members, Duration time) throws IOException {
    Erasure erasure = new Erasure(new Threads(memory, memory, Duration.ofDays(30), clock));
    Audit audit = new Audit(Optional.empty(), clock);
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new AccountsDoor(
                    new UsageEndpoint(Optional.empty(), Set.of("ops")),
                    new KeysEndpoint(Optional.empty(), Set.of("ops"), Set.of(), audit, clock),
                    new EraseEndpoint(Optional.of(erasure), Set.of("ops"), audit, clock),
                    new AuditEndpoint(audit, Set.of("ops")),
                    new EchoDoor())),
            call -> new Caller(caller),
            HttpSettings.of(100_000),
            Optional.empty())
        .handle(
            new HttpCall(
                "POST",
                "/v1/trefoil/erase",
                new Headers(),
                new ByteArrayInputStream(body(members).getBytes(UTF_8)),
                Deadline.after(time)),
            response);
    return response;
  }

  private String conversation(Map<String, String> caller) throws IOException {
    return id(ok(call("POST", "/v1/conversations", body("'metadata':{'a':'secret'}"), caller)));
  }

  private JsonNode say(Map<String, String> caller, String members) throws IOException {
    return ok(call("POST", RESPONSES, body("'model':'chat'," + members), caller));
  }

  private RecordedResponse get(String path, Map<String, String> caller) throws IOException {
    return call("GET", path, "", caller);
  }

  private static String body(String members) {
    return "{" + members.replace('\'', '"') + "}";
  }
}
