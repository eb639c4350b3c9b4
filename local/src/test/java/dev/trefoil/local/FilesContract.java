package dev.trefoil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.Call;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.files.Files;
import dev.trefoil.files.Files.Received;
import dev.trefoil.files.StoredFile;
import dev.trefoil.files.TooLongException;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException.NoBlob;
import dev.trefoil.vectorstore.AttachedFile;
import dev.trefoil.vectorstore.AttachedFile.State;
import dev.trefoil.vectorstore.Embedder;
import dev.trefoil.vectorstore.Found;
import dev.trefoil.vectorstore.Retrieval;
import dev.trefoil.vectorstore.Retrieval.Asked;
import dev.trefoil.vectorstore.VectorStore;
import dev.trefoil.vectorstore.WordModel;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files and vector stores, on every cloud's store. */
abstract class FilesContract extends AuditContract {
  private static final Duration KEEP = Duration.ofDays(1);
  private static final RandomGenerator RANDOM = new SecureRandom();

  private final Caller owner =
      Caller.of("keeper-" + UUID.randomUUID(), Optional.of("acme"), Optional.empty());
  private final WordModel words = new WordModel();

  private Files files() throws Exception {
    Store store = store();
    return new Files(store.records(), store.blobs(), KEEP, InstantSource.system(), RANDOM);
  }

  /** As another process has it. */
  private Retrieval retrieval() throws Exception {
    return new Retrieval(
        store(),
        files(),
        new Embedder(
            TestGateway.of(
                new RoutingTable(
                    List.of(new Route("embed", List.of("w/words"))),
                    Map.of("w", new RequestRules() {})),
                Map.of("w", words)),
            "embed",
            Target::model),
        Optional.empty(),
        KEEP,
        InstantSource.system(),
        RANDOM);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60));
  }

  private StoredFile keep(String name, byte[] content) throws Exception {
    Received received =
        files().receive(owner, new ByteArrayInputStream(content), Long.MAX_VALUE, soon());
    return files().keep(owner, received, name, "assistants", KEEP, false, soon());
  }

  @Test
  void aFileIsThereForAnotherProcessInParts() throws Exception {
    byte[] content = new byte[2 * Files.PART + 17];
    new Random(5).nextBytes(content);
    StoredFile first = keep("a.bin", content);
    StoredFile second = keep("b.txt", "b".getBytes(UTF_8));

    assertThat(first.parts()).isEqualTo(3);
    assertThat(files().find(owner, first.id(), soon())).contains(first);
    assertThat(files().whole(owner, first, soon())).isEqualTo(content);
    assertThat(files().list(owner, found -> false, soon()))
        .containsExactlyInAnyOrder(second, first);
    Caller foreign = new Caller(owner.id());
    assertThat(files().find(foreign, first.id(), soon())).isEmpty();
    assertThat(files().list(foreign, found -> false, soon())).isEmpty();
    assertThat(files().delete(foreign, first.id(), soon())).isFalse();

    assertThat(files().delete(owner, first.id(), soon())).isTrue();
    assertThat(files().find(owner, first.id(), soon())).isEmpty();
    assertThatExceptionOfType(NoBlob.class).isThrownBy(() -> files().part(owner, first, 0, soon()));
    assertThatExceptionOfType(TooLongException.class)
        .isThrownBy(() -> files().receive(owner, new ByteArrayInputStream(content), 1_000, soon()));
  }

  private static String text(int chunks) {
    return IntStream.range(0, chunks)
        .mapToObj(i -> "# Part " + i + "\n\nword" + i + "\n\n")
        .collect(Collectors.joining());
  }

  @Test
  void whatOneProcessIngestsAnotherFindsAndThePaidIsPaidOnce() throws Exception {
    StoredFile file = keep("long.md", text(40).getBytes(UTF_8));
    VectorStore store =
        retrieval().stores().create(owner, "notes", "", Map.of(), OptionalInt.empty(), soon());
    AttachedFile attached =
        retrieval()
            .stores()
            .attach(
                owner,
                store,
                file,
                Chunking.DEFAULT,
                Map.of("kind", new Attribute.Text("notes")),
                soon())
            .orElseThrow();

    assertThat(retrieval().ingest(store.id(), file.id(), attached.job(), call())).isTrue();
    assertThat(retrieval().ingest(store.id(), file.id(), attached.job(), call()))
        .as("a message that comes twice")
        .isTrue();

    assertThat(words.texts()).hasSize(40);
    AttachedFile done = retrieval().stores().file(owner, store, file.id(), soon()).orElseThrow();
    assertThat(done.state()).isEqualTo(State.COMPLETED);
    assertThat(done.count()).isEqualTo(40);
    assertThat(found(store))
        .extracting(one -> one.hit().chunk().text())
        .first()
        .isEqualTo("Part 33\n\nword33");

    retrieval().stores().forget(owner, file, soon());
    assertThat(found(store)).isEmpty();
    assertThat(retrieval().texts(owner, done, soon())).as("what was paid for").isEmpty();
    assertThat(retrieval().stores().delete(owner, store.id(), soon())).isTrue();
    assertThat(retrieval().stores().find(owner, store.id(), soon())).isEmpty();
  }

  private List<Found> found(VectorStore store) throws Exception {
    VectorStore now = retrieval().stores().find(owner, store.id(), soon()).orElseThrow();
    return retrieval()
        .search(List.of(now), new Asked(List.of("word33"), Optional.empty(), 3, 0), call());
  }

  private Call call() {
    return new Call("r", owner, Optional.empty(), soon(), new Cancellation());
  }
}
