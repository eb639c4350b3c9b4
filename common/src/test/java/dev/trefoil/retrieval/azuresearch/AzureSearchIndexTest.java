package dev.trefoil.retrieval.azuresearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.azuresearch.AzureSearchEmulator;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.entra.EntraBearers;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexContract;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.IndexException.Refused;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.StoreKey;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure AI Search, played by wire. */
class AzureSearchIndexTest extends IndexContract {
  private static final StoreKey STORE = new StoreKey("acme", "vs_1");
  private static final float[] NORTH = {1, 0, 0, 0};

  private final AtomicInteger refused = new AtomicInteger();
  private final AzureSearchEmulator service =
      AzureSearchEmulator.start(
          token ->
              switch (token) {
                case "right" -> new Verdict.Accepted("trefoil");
                case "no-role" -> new Verdict.Rejected(EntraBearers.PERMISSION_DENIED, "trefoil");
                default -> new Verdict.Rejected("invalid_token", "");
              });
  private final Index index = index("right");

  private Index index(String token) {
    return new AzureSearchIndex(
        new AzureSearchSettings(URI.create(service.url()), "trefoil", DIMENSIONS),
        cancellation -> "Bearer " + token,
        refused::incrementAndGet);
  }

  @Override
  protected Index index() {
    return index;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static List<Chunk> chunks(int count) {
    return IntStream.range(0, count).mapToObj(i -> chunk("a", i, "tea", NORTH)).toList();
  }

  @Test
  void whoMayNotIsToldWhichRoleHeNeeds() throws Exception {
    index.put(STORE, chunks(1), soon());

    for (String token : List.of("no-role", "wrong")) {
      refused.set(0);
      assertThatThrownBy(() -> index(token).put(STORE, chunks(1), soon()))
          .isInstanceOf(Refused.class)
          .hasMessageContaining(token.equals("wrong") ? "401" : "403")
          .hasMessageContaining("Search Index Data Contributor");
      assertThat(refused.get()).isEqualTo(2);
    }
  }

  @Test
  void anIndexThatMayNotBeMadeIsSaidSo() {
    service.fail(404, 403, 403);

    assertThatThrownBy(() -> index.put(STORE, chunks(1), soon()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Search Service Contributor");
  }

  @Test
  void documentsThatWereNotTakenArePutAgain() throws Exception {
    service.failDocuments(503, 409);

    index.put(STORE, chunks(9), soon());

    assertThat(service.size("trefoil")).isEqualTo(9);
  }

  @Test
  void documentsThatAreNeverTakenAreAFailure() {
    service.failDocuments(503, 503, 503);
    assertThatThrownBy(() -> index.put(STORE, chunks(9), soon()))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("did not take 1 documents")
        .hasMessageContaining("503");

    service.failDocuments(400);
    assertThatThrownBy(() -> index.put(STORE, chunks(2), soon()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("400");
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 429, 500, 0})
  void aFailureThatPassesIsNone(int status) throws Exception {
    index.put(STORE, chunks(1), soon());
    int before = service.calls();
    service.fail(status);

    assertThat(index.search(STORE, words("tea"), soon())).hasSize(1);
    assertThat(service.calls() - before).isEqualTo(2);
  }

  @Test
  void aFailureThatStaysIsOneAndQuotesNothing() throws Exception {
    index.put(STORE, chunks(1), soon());
    service.fail(503, 503, 503);
    assertThatThrownBy(() -> index.search(STORE, words("tea"), soon()))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("503");

    service.fail(400);
    assertThatThrownBy(() -> index.search(STORE, words("secret"), soon()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("400")
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret", "asked for"));
  }

  /** The service finds documents within seconds, and deletes those that it finds. */
  @Test
  void whatIsNotFoundYetIsNotDeleted() throws IndexException {
    index.put(STORE, chunks(1), soon());
    service.holdRefreshes();
    index.put(STORE, chunks(3), soon());
    assertThat(index.search(STORE, words("tea"), soon())).hasSize(1);

    index.deleteFile(STORE, "a", soon());
    service.refresh();

    assertThat(index.search(STORE, words("tea"), soon())).hasSize(2);
  }

  /** What is deleted and still found is no reason to go on without end. */
  @Test
  void aDeletionEndsWhereNothingSeemsToBeDeleted() throws IndexException {
    index.put(STORE, chunks(2_000), soon());
    service.holdRefreshes();

    index.deleteStore(STORE, soon());

    assertThat(service.size("trefoil")).isZero();
  }

  @Test
  void aNameThatNoIndexHasIsRefused() {
    for (String name : List.of("", "A", "-a", "a-", "a--b", "a_b", "x')/docs('y")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AzureSearchSettings(URI.create(service.url()), name, DIMENSIONS));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AzureSearchSettings(URI.create(service.url() + "/x"), "trefoil", 1));
  }
}
