package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code files} and {@code retrieval}. */
class RetrievalReaderTest {
  private static final String SERVICES =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        openai: {kind: openai, keyFrom: "env:KEY", endpoint: "https://api.openai.com/v1"}
      routes:
        same: {targets: [azure/text-embedding-3-large, openai/text-embedding-3-large]}
        mixed: {targets: [azure/text-embedding-3-large, azure/text-embedding-3-small]}
      """;

  private static TrefoilConfig parse(String more) {
    return TrefoilConfig.parse(SERVICES + more, Map.of());
  }

  @Test
  void filesAreKeptUnlessItIsSaidAndSearchedWhereItIs() {
    TrefoilConfig usual = parse("");
    assertThat(usual.files()).isEqualTo(new FilesConfig(100 << 20, Duration.ofDays(30)));
    assertThat(usual.retrieval()).isEmpty();

    TrefoilConfig said = parse("files: {maxBytes: 5, keepDays: 0}\nretrieval: {embeddings: same}");
    assertThat(said.files()).isEqualTo(new FilesConfig(5, Duration.ZERO));
    assertThat(said.retrieval()).contains(new RetrievalConfig("same", new IndexConfig.Memory()));
  }

  @Test
  void storesAreSearchedInWhatAllProcessesShare() {
    assertThat(index("index: lucene, dimensions: 384"))
        .isEqualTo(new IndexConfig.Lucene("trefoil", 384, Optional.empty(), 1L << 30));
    assertThat(
            index("index: lucene, dimensions: 5, name: my-own, folder: /data, cacheMegabytes: 64"))
        .isEqualTo(new IndexConfig.Lucene("my-own", 5, Optional.of("/data"), 64L << 20));
    assertThat(
            index("index: azure-search, dimensions: 5, endpoint: 'https://a.search.windows.net'"))
        .isEqualTo(
            new IndexConfig.AzureSearch(URI.create("https://a.search.windows.net"), "trefoil", 5));
  }

  private static IndexConfig index(String said) {
    return parse("retrieval: {embeddings: same, " + said + "}").retrieval().orElseThrow().index();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retrieval: {} | retrieval.embeddings is missing",
        "retrieval: {embeddings: none} | retrieval.embeddings names the route none, which is not",
        "retrieval: {embeddings: mixed} | text-embedding-3-large and text-embedding-3-small: their",
        "retrieval: {embeddings: same, index: paper} | retrieval.index is not memory or lucene or azure-search",
        "retrieval: {embeddings: same, index: lucene} | retrieval.dimensions is missing",
        "retrieval: {embeddings: same, index: lucene, dimensions: 5000} | retrieval.dimensions is not a whole number",
        "retrieval: {embeddings: same, index: lucene, dimensions: 5, name: A} | retrieval.name is not a name of small",
        "retrieval: {embeddings: same, index: azure-search, dimensions: 5} | retrieval.endpoint is missing",
        "retrieval: {embeddings: same, index: azure-search, dimensions: 5, endpoint: 'https://a/b'} | retrieval.endpoint has a path",
        "retrieval: {embeddings: same, dimensions: 5} | retrieval.dimensions is not known here",
        "retrieval: {embeddings: same, color: red} | retrieval.color is not known here",
        "files: {maxBytes: 0} | files.maxBytes is not a whole number",
        "files: {color: red} | files.color is not known here",
      })
  void whatIsWrongIsNamed(String yaml, String mistake) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> parse(yaml))
        .withMessageContaining(mistake);
  }
}
