package dev.trefoil.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.Filter.All;
import dev.trefoil.retrieval.Filter.Any;
import dev.trefoil.retrieval.Filter.Compare;
import dev.trefoil.retrieval.Filter.Comparison;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.IndexException.WrongVector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index does alike, wherever it keeps its chunks. */
@Timeout(120)
public abstract class IndexContract {
  /** Of the index's vectors. */
  protected static final int DIMENSIONS = 4;

  private static final StoreKey STORE = new StoreKey("acme", "vs_1");
  private static final float[] NORTH = {1, 0, 0, 0};
  private static final float[] EAST = {0, 1, 0, 0};
  private static final float[] NONE = {};

  /** An index of {@link #DIMENSIONS} that has nothing, the same one each time. */
  protected abstract Index index() throws Exception;

  /** Deadlines of these tests. */
  protected static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60));
  }

  /** A chunk without attributes. */
  protected static Chunk chunk(String fileId, int position, String text, float... vector) {
    return chunk(fileId, position, text, Map.of(), vector);
  }

  private static Chunk chunk(
      String fileId,
      int position,
      String text,
      Map<String, Attribute> attributes,
      float... vector) {
    return new Chunk(
        Chunk.idOf(fileId, position), fileId, fileId + ".txt", position, text, vector, attributes);
  }

  /** A search by words alone. */
  protected static Search words(String text) {
    return new Search(text, NONE, Optional.empty(), 10, 0);
  }

  private static Search nearest(float[] vector, int limit) {
    return new Search("", vector, Optional.empty(), limit, 0);
  }

  private List<String> found(StoreKey store, Search search) throws Exception {
    return index().search(store, search, soon()).stream().map(hit -> hit.chunk().id()).toList();
  }

  @Test
  void aChunkIsFoundAsItWasPut() throws Exception {
    Map<String, Attribute> attributes =
        Map.of(
            "author",
            new Attribute.Text("O'Brien \"é\" \\ 𝄞"),
            "year",
            new Attribute.Number(-1.5e-7),
            "draft",
            new Attribute.Flag(false));
    Chunk put =
        new Chunk(
            "file-a-7", "file-a", "Ein Bericht, größer.pdf", 7, "Tea\nand ☕", NORTH, attributes);
    index().put(STORE, List.of(put), soon());

    List<Hit> hits =
        index().search(STORE, new Search("tea", NORTH, Optional.empty(), 10, 0), soon());

    assertThat(hits).hasSize(1);
    Chunk found = hits.getFirst().chunk();
    assertThat(found.id()).isEqualTo("file-a-7");
    assertThat(found.fileId()).isEqualTo("file-a");
    assertThat(found.fileName()).isEqualTo("Ein Bericht, größer.pdf");
    assertThat(found.position()).isEqualTo(7);
    assertThat(found.text()).isEqualTo("Tea\nand ☕");
    assertThat(found.vector()).isEmpty();
    assertThat(found.attributes()).isEqualTo(attributes);
    assertThat(hits.getFirst().score()).isCloseTo(1, within(1e-5));
  }

  /** As a chunker leaves it that cuts a pair in two. */
  @Test
  void halfACharacterIsNoObstacle() throws Exception {
    Map<String, Attribute> attributes = Map.of("mood", new Attribute.Text("\ud83d"));
    index().put(STORE, List.of(chunk("a", 0, "tea \ud83d", attributes, NORTH)), soon());

    assertThat(index().search(STORE, words("tea \ude00"), soon()))
        .singleElement()
        .satisfies(hit -> assertThat(hit.chunk().text()).isEqualTo("tea ?"));
  }

  @Test
  void aStoreThatHasNothingAnswersWithNothing() throws Exception {
    index().deleteFile(STORE, "file-a", soon());
    index().deleteStore(STORE, soon());

    assertThat(found(STORE, words("tea"))).isEmpty();
    assertThat(found(STORE, nearest(NORTH, 10))).isEmpty();
  }

  @Test
  void aChunkOfTheSameIdIsWrittenOver() throws Exception {
    index().put(STORE, List.of(chunk("a", 0, "tea", NORTH), chunk("a", 1, "milk", EAST)), soon());
    index().put(STORE, List.of(chunk("a", 0, "coffee", EAST)), soon());

    assertThat(found(STORE, words("tea"))).isEmpty();
    assertThat(found(STORE, words("coffee"))).containsExactly("a-0");
    assertThat(found(STORE, nearest(EAST, 10))).containsExactlyInAnyOrder("a-0", "a-1");
  }

  /** Attributes that are gone are gone, where a service merges as well. */
  @Test
  void anAttributeThatIsLeftOutIsNone() throws Exception {
    Attribute red = new Attribute.Text("red");
    index().put(STORE, List.of(chunk("a", 0, "tea", Map.of("colour", red), NORTH)), soon());
    index().put(STORE, List.of(chunk("a", 0, "tea", NORTH)), soon());

    assertThat(filtered(new Compare("colour", Comparison.EQ, red))).isEmpty();
    assertThat(index().search(STORE, words("tea"), soon()))
        .singleElement()
        .satisfies(hit -> assertThat(hit.chunk().attributes()).isEmpty());
  }

  @Test
  void whatIsDeletedIsNotFoundAndTheRestIs() throws Exception {
    index()
        .put(
            STORE,
            List.of(
                chunk("a", 0, "tea", NORTH),
                chunk("a", 1, "tea", EAST),
                chunk("a-1", 0, "tea", NORTH),
                chunk("b", 0, "tea", NORTH)),
            soon());

    index().deleteFile(STORE, "a", soon());
    assertThat(found(STORE, words("tea"))).containsExactlyInAnyOrder("a-1-0", "b-0");

    index().deleteStore(STORE, soon());
    assertThat(found(STORE, words("tea"))).isEmpty();
    assertThat(found(STORE, nearest(NORTH, 10))).isEmpty();

    index().put(STORE, List.of(chunk("c", 0, "tea", NORTH)), soon());
    assertThat(found(STORE, words("tea"))).containsExactly("c-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "globex", "acm", "acme2", "o'brien", "x' or store eq 'vs_1", "a\\", "ä,b|c"})
  void aTenantFindsNothingOfAnother(String tenant) throws Exception {
    StoreKey other = new StoreKey(tenant, STORE.store());
    index().put(STORE, List.of(chunk("a", 0, "tea", NORTH)), soon());
    index().put(other, List.of(chunk("a", 0, "tea of another", NORTH)), soon());

    assertThat(index().search(STORE, words("tea"), soon()))
        .extracting(hit -> hit.chunk().text())
        .containsExactly("tea");
    assertThat(index().search(other, nearest(NORTH, 10), soon()))
        .extracting(hit -> hit.chunk().text())
        .containsExactly("tea of another");

    index().deleteFile(other, "a", soon());
    assertThat(found(other, words("tea"))).isEmpty();
    assertThat(found(STORE, words("tea"))).containsExactly("a-0");
    index().deleteStore(other, soon());
    assertThat(found(STORE, nearest(NORTH, 10))).containsExactly("a-0");
  }

  @Test
  void aStoreFindsNothingOfAnother() throws Exception {
    StoreKey other = new StoreKey(STORE.tenant(), "vs_10");
    index().put(STORE, List.of(chunk("a", 0, "tea", NORTH)), soon());
    index().put(other, List.of(chunk("b", 0, "tea", NORTH)), soon());

    assertThat(found(STORE, words("tea"))).containsExactly("a-0");
    assertThat(found(other, nearest(NORTH, 10))).containsExactly("b-0");
  }

  private static Attribute text(String value) {
    return new Attribute.Text(value);
  }

  private static Attribute number(double value) {
    return new Attribute.Number(value);
  }

  private static Filter compare(String key, Comparison comparison, Attribute... values) {
    return new Compare(key, comparison, List.of(values));
  }

  static List<Arguments> filters() {
    Filter red = compare("colour", Comparison.EQ, text("red"));
    Filter old = compare("year", Comparison.LT, number(2000));
    return List.of(
        Arguments.of(red, "ab"),
        Arguments.of(compare("colour", Comparison.EQ, text("Red")), ""),
        Arguments.of(compare("colour", Comparison.EQ, text("red' or true or '")), ""),
        Arguments.of(compare("colour", Comparison.NE, text("red")), "cde"),
        Arguments.of(compare("colour", Comparison.IN, text("red"), text("blue, pale|")), "abc"),
        Arguments.of(compare("colour", Comparison.NIN, text("red"), text("blue, pale|")), "de"),
        Arguments.of(compare("colour", Comparison.IN, text("2010"), number(7)), ""),
        Arguments.of(compare("year", Comparison.EQ, number(2010)), "a"),
        Arguments.of(compare("year", Comparison.EQ, text("2010")), ""),
        Arguments.of(compare("year", Comparison.NE, number(2010)), "bcde"),
        Arguments.of(compare("year", Comparison.IN, number(2010), number(-3.5)), "ac"),
        Arguments.of(compare("year", Comparison.GT, number(1999)), "a"),
        Arguments.of(compare("year", Comparison.GTE, number(1999)), "ab"),
        Arguments.of(old, "bcd"),
        Arguments.of(compare("year", Comparison.LTE, number(-3.5)), "cd"),
        Arguments.of(compare("year", Comparison.LT, number(-1e300)), ""),
        Arguments.of(compare("year", Comparison.GT, number(1e-300)), "ab"),
        Arguments.of(compare("it's/a key", Comparison.EQ, new Attribute.Flag(true)), "a"),
        Arguments.of(compare("it's/a key", Comparison.NE, new Attribute.Flag(true)), "bcde"),
        Arguments.of(compare("it's/a key", Comparison.EQ, text("true")), ""),
        Arguments.of(compare("nothing", Comparison.EQ, text("red")), ""),
        Arguments.of(compare("nothing", Comparison.NE, text("red")), "abcde"),
        Arguments.of(new All(List.of(red, old)), "b"),
        Arguments.of(new Any(List.of(red, old)), "abcd"),
        Arguments.of(
            new All(
                List.of(
                    new Any(List.of(red, compare("year", Comparison.EQ, number(-3.5)))),
                    compare("it's/a key", Comparison.NE, new Attribute.Flag(true)))),
            "bc"));
  }

  private List<String> filtered(Filter filter) throws Exception {
    List<String> byWords =
        found(STORE, new Search("tea", NONE, Optional.of(filter), 10, 0)).stream()
            .sorted()
            .toList();
    List<String> byVector =
        found(STORE, new Search("", NORTH, Optional.of(filter), 10, 0)).stream().sorted().toList();
    assertThat(byVector).isEqualTo(byWords);
    return byWords;
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aFilterLetsThroughWhatItSays(Filter filter, String expected) throws Exception {
    index()
        .put(
            STORE,
            List.of(
                chunk(
                    "a",
                    0,
                    "tea",
                    Map.of(
                        "colour",
                        text("red"),
                        "year",
                        number(2010),
                        "it's/a key",
                        new Attribute.Flag(true)),
                    NORTH),
                chunk("b", 0, "tea", Map.of("colour", text("red"), "year", number(1999)), EAST),
                chunk(
                    "c",
                    0,
                    "tea",
                    Map.of(
                        "colour",
                        text("blue, pale|"),
                        "year",
                        number(-3.5),
                        "it's/a key",
                        new Attribute.Flag(false)),
                    NORTH),
                chunk("d", 0, "tea", Map.of("year", number(-1e300)), NORTH),
                chunk("e", 0, "tea", Map.of("year", text("2020")), NORTH)),
            soon());

    assertThat(filtered(filter))
        .isEqualTo(expected.chars().mapToObj(c -> (char) c + "-0").toList());
  }

  /** In more than one batch where a service has a limit to them. */
  @Test
  void aFilterIsPartOfTheQuery() throws Exception {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      chunks.add(chunk("near", i, "tea tea tea", 1, 0.0001f * i, 0, 0));
    }
    Map<String, Attribute> wanted = Map.of("wanted", new Attribute.Flag(true));
    chunks.add(chunk("far", 0, "a long text that has tea in it once", wanted, 0, 0, 0, 1));
    index().put(STORE, chunks, soon());
    Optional<Filter> filter =
        Optional.of(new Compare("wanted", Comparison.EQ, new Attribute.Flag(true)));

    assertThat(found(STORE, new Search("tea", NONE, filter, 1, 0))).containsExactly("far-0");
    assertThat(found(STORE, new Search("", NORTH, filter, 1, 0))).containsExactly("far-0");
    assertThat(found(STORE, new Search("tea", NORTH, filter, 1, 0))).containsExactly("far-0");

    index().deleteFile(STORE, "near", soon());
    assertThat(found(STORE, new Search("tea", NORTH, Optional.empty(), 50, 0)))
        .containsExactly("far-0");
  }

  @Test
  void aVectorOfAnotherModelIsRefused() throws Exception {
    Chunk right = chunk("a", 0, "tea", NORTH);
    for (float[] wrong : List.of(new float[3], new float[] {1, 2, 3}, NONE, new float[4])) {
      assertThatThrownBy(
              () -> index().put(STORE, List.of(right, chunk("a", 1, "tea", wrong)), soon()))
          .isInstanceOf(WrongVector.class);
    }
    assertThat(found(STORE, words("tea"))).isEmpty();

    index().put(STORE, List.of(right), soon());
    assertThatThrownBy(
            () -> index().search(STORE, nearest(new float[] {1, 2, 3, 4, 5}, 10), soon()))
        .isInstanceOf(WrongVector.class)
        .hasMessageContaining("5 dimensions in an index of 4");
  }

  @Test
  void noMoreIsFoundThanWasAskedFor() throws Exception {
    index()
        .put(
            STORE,
            IntStream.range(0, 60).mapToObj(i -> chunk("a", i, "tea", 1, i, 0, 0)).toList(),
            soon());

    assertThat(found(STORE, nearest(NORTH, 3))).containsExactly("a-0", "a-1", "a-2");
    assertThat(found(STORE, nearest(NORTH, 50))).hasSize(50);
  }

  @Test
  void whatIsBelowTheThresholdIsLeftOut() throws Exception {
    index()
        .put(
            STORE, List.of(chunk("a", 0, "tea", NORTH), chunk("b", 0, "milk", 1, 1, 0, 0)), soon());

    // The second of one ranking, and in no other.
    assertThat(found(STORE, new Search("tea", NORTH, Optional.empty(), 10, 0)))
        .containsExactly("a-0", "b-0");
    assertThat(found(STORE, new Search("tea", NORTH, Optional.empty(), 10, 0.5)))
        .containsExactly("a-0");
  }

  @Test
  void wordsAndVectorsTogetherFindWhatNeitherFindsFirst() throws Exception {
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(chunk("words", 0, "green tea, green tea", 0, 0, 0, 1));
    chunks.add(chunk("vector", 0, "an infusion of leaves", NORTH));
    chunks.add(chunk("both", 0, "how long green leaves are left in water for tea", 1, 0.1f, 0, 0));
    for (int i = 0; i < 20; i++) {
      chunks.add(chunk("other", i, "milk and sugar", 1, 1 + i, 0, 0));
    }
    index().put(STORE, chunks, soon());

    assertThat(found(STORE, words("green tea"))).startsWith("words-0");
    assertThat(found(STORE, nearest(NORTH, 10))).startsWith("vector-0");
    assertThat(found(STORE, new Search("green tea", NORTH, Optional.empty(), 10, 0)))
        .startsWith("both-0");
  }

  /** Nothing that a caller writes is a query language. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-tea",
        "+tea",
        "\"tea",
        "tea)(",
        "tea\\",
        "t*? tea~ ^/[",
        "tea AND",
        "NOT tea",
        "text:tea",
        "tea|",
        "'tea'",
        "TEA"
      })
  void aTextIsItsWords(String text) throws Exception {
    index().put(STORE, List.of(chunk("a", 0, "tea", NORTH), chunk("b", 0, "milk", EAST)), soon());

    assertThat(found(STORE, words(text))).containsExactly("a-0");
  }

  @Test
  void namesAreFoundByTheirPartsAndWhole() throws Exception {
    index()
        .put(
            STORE,
            List.of(
                chunk("a", 0, "Set it in trefoil.yaml: x-trefoil-tier, max_tokens=3.5", NORTH),
                chunk("b", 0, "milk", EAST)),
            soon());

    for (String text : List.of("trefoil.yaml", "yaml", "tokens", "max_tokens", "x-trefoil-tier")) {
      assertThat(found(STORE, words(text))).as(text).containsExactly("a-0");
    }
  }

  @Test
  void aTextWithoutWordsFindsNothing() throws Exception {
    index().put(STORE, List.of(chunk("a", 0, "tea", NORTH)), soon());

    assertThat(found(STORE, words("*"))).isEmpty();
    assertThat(found(STORE, words("?! … -"))).isEmpty();
    assertThat(found(STORE, words("x ".repeat(4_000)))).isEmpty();
    assertThat(found(STORE, new Search("*", NORTH, Optional.empty(), 10, 1)))
        .as("the score of one ranking alone")
        .containsExactly("a-0");
  }

  @Test
  void nothingIsDoneWhenTheTimeIsOver() {
    Deadline over = Deadline.after(Duration.ZERO);

    assertThatThrownBy(() -> index().put(STORE, List.of(chunk("a", 0, "tea", NORTH)), over))
        .isInstanceOf(Unreachable.class);
    assertThatThrownBy(() -> index().search(STORE, words("tea"), over))
        .isInstanceOf(Unreachable.class);
  }

  @Test
  void manyPutAndSearchAtOnce() throws Exception {
    int writers = 4;
    int files = 3;
    int chunks = 10;
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < writers; writer++) {
        int of = writer;
        all.add(
            threads.submit(
                () -> {
                  for (int file = 0; file < files; file++) {
                    String id = "w" + of + "f" + file;
                    index()
                        .put(
                            STORE,
                            IntStream.range(0, chunks)
                                .mapToObj(i -> chunk(id, i, "tea " + id, 1, i, of, 0))
                                .toList(),
                            soon());
                    assertThat(found(STORE, words(id))).hasSize(chunks);
                  }
                  return null;
                }));
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    assertThat(found(STORE, new Search("tea", NORTH, Optional.empty(), 50, 0)))
                        .doesNotHaveDuplicates();
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }

    for (int writer = 0; writer < writers; writer++) {
      for (int file = 0; file < files; file++) {
        assertThat(found(STORE, words("w" + writer + "f" + file))).hasSize(chunks);
      }
    }
  }
}
