package dev.trefoil.runtime;

import dev.trefoil.config.IndexConfig;
import dev.trefoil.identity.Identity;
import dev.trefoil.policy.Cloud;
import dev.trefoil.retrieval.EmbeddedIndex;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.azuresearch.AzureSearchIndex;
import dev.trefoil.retrieval.azuresearch.AzureSearchSettings;
import dev.trefoil.store.Store;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the index that all processes share. */
final class SharedIndex {
  private SharedIndex() {}

  /**
   * Opens no connection.
   *
   * @return none where each process searches by itself
   * @throws IllegalStateException when this process has no library for it
   */
  static Optional<Index> open(IndexConfig kind, Store store, Identity identity) {
    return switch (kind) {
      case IndexConfig.Memory memory -> Optional.empty();
      case IndexConfig.Lucene lucene ->
          Optional.of(
              EmbeddedIndex.installed()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "retrieval.index: lucene is for containers and ./trefoil up; a"
                                  + " function has memory and azure-search"))
                  .open(
                      lucene.name(),
                      store,
                      Path.of(lucene.folder().orElse(System.getProperty("java.io.tmpdir"))),
                      lucene.mostBytes(),
                      lucene.dimensions()));
      case IndexConfig.AzureSearch azure ->
          Optional.of(
              new AzureSearchIndex(
                  new AzureSearchSettings(azure.endpoint(), azure.name(), azure.dimensions()),
                  identity.azureSearch(),
                  () -> identity.doubt(Cloud.AZURE)));
    };
  }
}
