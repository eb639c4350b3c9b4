package dev.trefoil.emulators.azuresearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.search.documents.SearchClient;
import com.azure.search.documents.SearchClientBuilder;
import com.azure.search.documents.SearchDocument;
import com.azure.search.documents.indexes.SearchIndexClient;
import com.azure.search.documents.indexes.SearchIndexClientBuilder;
import com.azure.search.documents.indexes.models.HnswAlgorithmConfiguration;
import com.azure.search.documents.indexes.models.SearchField;
import com.azure.search.documents.indexes.models.SearchFieldDataType;
import com.azure.search.documents.indexes.models.VectorSearch;
import com.azure.search.documents.indexes.models.VectorSearchProfile;
import com.azure.search.documents.models.IndexBatchException;
import com.azure.search.documents.models.IndexingResult;
import com.azure.search.documents.models.SearchOptions;
import com.azure.search.documents.models.SearchResult;
import com.azure.search.documents.models.VectorFilterMode;
import com.azure.search.documents.models.VectorSearchOptions;
import com.azure.search.documents.models.VectorizedQuery;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.entra.EntraBearers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator as Azure's own client meets it. */
class AzureSearchSdkTest {
  private final AzureSearchEmulator service =
      AzureSearchEmulator.start(
          token ->
              switch (token) {
                case "right" -> new Verdict.Accepted("someone");
                case "no-role" -> new Verdict.Rejected(EntraBearers.PERMISSION_DENIED, "someone");
                default -> new Verdict.Rejected("invalid_token", "");
              });

  @AfterEach
  void stop() {
    service.close();
  }

  /** Without the client's own credentials, which want TLS, and without its retries. */
  private static HttpPipeline pipeline(String token) {
    return new HttpPipelineBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .policies(
            (context, next) -> {
              context.getHttpRequest().setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + token);
              return next.process();
            })
        .build();
  }

  private SearchIndexClient indexes(String token) {
    return new SearchIndexClientBuilder()
        .endpoint(service.url())
        .pipeline(pipeline(token))
        .buildClient();
  }

  private SearchClient documents() {
    return new SearchClientBuilder()
        .endpoint(service.url())
        .pipeline(pipeline("right"))
        .indexName("notes")
        .buildClient();
  }

  private static com.azure.search.documents.indexes.models.SearchIndex definition(String name) {
    return new com.azure.search.documents.indexes.models.SearchIndex(name)
        .setFields(
            new SearchField("id", SearchFieldDataType.STRING).setKey(true).setFilterable(true),
            new SearchField("tenant", SearchFieldDataType.STRING)
                .setSearchable(false)
                .setFilterable(true),
            new SearchField("text", SearchFieldDataType.STRING)
                .setSearchable(true)
                .setFilterable(false),
            new SearchField("vector", SearchFieldDataType.collection(SearchFieldDataType.SINGLE))
                .setSearchable(true)
                .setHidden(true)
                .setVectorSearchDimensions(2)
                .setVectorSearchProfileName("p"))
        .setVectorSearch(
            new VectorSearch()
                .setAlgorithms(new HnswAlgorithmConfiguration("hnsw"))
                .setProfiles(new VectorSearchProfile("p", "hnsw")));
  }

  private static SearchDocument note(String id, String tenant, String text, float... vector) {
    List<Float> numbers = new ArrayList<>();
    for (float each : vector) {
      numbers.add(each);
    }
    return new SearchDocument(Map.of("id", id, "tenant", tenant, "text", text, "vector", numbers));
  }

  private SearchClient filled() {
    indexes("right").createIndex(definition("notes"));
    SearchClient documents = documents();
    documents.uploadDocuments(
        List.of(
            note("a", "acme", "green tea", 1, 0),
            note("b", "acme", "milk", 1, 0.5f),
            note("c", "o'brien", "green tea", 0, 1)));
    return documents;
  }

  @Test
  void anIndexIsMadeShownAndDeleted() {
    SearchIndexClient indexes = indexes("right");
    indexes.createIndex(definition("notes"));

    assertThat(indexes.getIndex("notes").getFields())
        .extracting(SearchField::getName)
        .containsExactly("id", "tenant", "text", "vector");
    assertThatThrownBy(() -> indexes.createIndex(definition("notes")))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("already exists");
    indexes.createOrUpdateIndex(definition("notes"));
    indexes.deleteIndex("notes");
    assertThatThrownBy(() -> indexes.getIndex("notes"))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("404");
  }

  @Test
  void documentsAreIndexedAndLookedUp() {
    SearchClient documents = filled();

    assertThat(documents.getDocumentCount()).isEqualTo(3);
    assertThat(documents.getDocument("a", SearchDocument.class)).containsEntry("text", "green tea");
    assertThat(documents.getDocument("a", SearchDocument.class)).doesNotContainKey("vector");
    documents.mergeDocuments(List.of(new SearchDocument(Map.of("id", "a", "text", "black tea"))));
    assertThat(documents.getDocument("a", SearchDocument.class))
        .containsEntry("text", "black tea")
        .containsEntry("tenant", "acme");
    assertThat(documents.deleteDocuments(List.of(note("b", "", "", 0, 0))).getResults())
        .extracting(IndexingResult::isSucceeded)
        .containsExactly(true);
    assertThat(documents.getDocumentCount()).isEqualTo(2);
  }

  @Test
  void wordsVectorsAndFiltersAreFused() {
    SearchOptions options =
        new SearchOptions()
            .setFilter("tenant eq 'acme'")
            .setSelect("id")
            .setTop(5)
            .setIncludeTotalCount(true)
            .setVectorSearchOptions(
                new VectorSearchOptions()
                    .setFilterMode(VectorFilterMode.PRE_FILTER)
                    .setQueries(
                        new VectorizedQuery(List.of(1f, 0f))
                            .setKNearestNeighborsCount(50)
                            .setFields("vector")));

    List<SearchResult> found =
        filled().search("green tea", options, Context.NONE).stream().toList();

    assertThat(found)
        .extracting(one -> one.getDocument(SearchDocument.class).get("id"))
        .containsExactly("a", "b");
    assertThat(found.get(0).getScore()).isCloseTo(2 / 60.0, within(1e-6));
    assertThat(found.get(1).getScore()).isCloseTo(1 / 61.0, within(1e-6));
  }

  /** As Lucene's standard analyser parts them, of which the service has its own. */
  @Test
  void aPointInsideANamePartsNoWords() {
    SearchClient documents = filled();
    documents.uploadDocuments(List.of(note("d", "acme", "see trefoil.yaml, 3,5 or so", 1, 1)));

    assertThat(documents.search("trefoil.yaml").stream()).hasSize(1);
    assertThat(documents.search("yaml").stream()).isEmpty();
    assertThat(documents.search("so -see").stream()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tenant eq 'o''brien' | c",
        "tenant ne 'acme' or id eq 'a' | ac",
        "not (tenant eq 'acme' and id gt 'a') | ac",
        "id ge 'b' and id le 'b' | b",
        "id lt 'b' | a",
      })
  void filtersAreRead(String filter, String ids) {
    List<String> found =
        filled()
            .search("*", new SearchOptions().setFilter(filter).setOrderBy("id asc"), Context.NONE)
            .stream()
            .map(one -> (String) one.getDocument(SearchDocument.class).get("id"))
            .toList();

    assertThat(String.join("", found)).isEqualTo(ids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant eq 'o'brien'",
        "tenant eq",
        "tenant = 'acme'",
        "nothing eq 'a'",
        "text eq 'a'",
        "tenant eq 3",
        "vector eq 'a'",
        "(tenant eq 'a'",
        "tenant eq 'a' or",
        "tenant/any(t: t eq 'a')",
      })
  void filtersThatAreNoneAreRefused(String filter) {
    SearchClient documents = filled();

    assertThatThrownBy(
            () ->
                documents.search("*", new SearchOptions().setFilter(filter), Context.NONE).stream()
                    .toList())
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b | can only contain",
        "_a | leading underscore",
        "ä | can only contain",
      })
  void keysOfOtherCharactersAreRefused(String key, String words) {
    SearchClient documents = filled();

    assertThatThrownBy(() -> documents.uploadDocuments(List.of(note(key, "acme", "x", 0, 1))))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining(words);
    assertThat(documents.getDocumentCount()).isEqualTo(3);
  }

  @Test
  void whatDoesNotFitTheIndexIsRefused() {
    SearchClient documents = filled();

    assertThatThrownBy(() -> documents.uploadDocuments(List.of(note("d", "", "", 1, 2, 3))))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("expects a length of '2'");
    assertThatThrownBy(
            () ->
                documents.uploadDocuments(
                    List.of(new SearchDocument(Map.of("id", "d", "colour", "red")))))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("The property 'colour' does not exist");
    List<SearchDocument> many = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      many.add(new SearchDocument(Map.of("id", "m" + i)));
    }
    assertThatThrownBy(() -> documents.uploadDocuments(many))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("400");
    assertThatThrownBy(
            () -> documents.uploadDocuments(List.of(note("d", "", "x".repeat(17 << 20), 1, 2))))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("413");
    assertThat(documents.getDocumentCount()).isEqualTo(3);
  }

  @Test
  void partOfABatchFails() {
    SearchClient documents = filled();
    service.failDocuments(503);

    assertThatThrownBy(
            () ->
                documents.uploadDocuments(
                    List.of(note("d", "", "", 1, 2), note("e", "", "", 1, 2))))
        .isInstanceOfSatisfying(
            IndexBatchException.class,
            partly ->
                assertThat(partly.getIndexingResults())
                    .extracting(IndexingResult::getStatusCode)
                    .containsExactly(201, 503));
    assertThat(documents.getDocumentCount()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"wrong,401", "no-role,403"})
  void whoMayNotIsRefused(String token, int status) {
    assertThatThrownBy(() -> indexes(token).getIndex("notes"))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            refused -> assertThat(refused.getResponse().getStatusCode()).isEqualTo(status));
  }
}
