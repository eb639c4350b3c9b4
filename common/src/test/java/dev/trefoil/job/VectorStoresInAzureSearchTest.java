package dev.trefoil.job;

import dev.trefoil.emulators.azuresearch.AzureSearchEmulator;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.azuresearch.AzureSearchIndex;
import dev.trefoil.retrieval.azuresearch.AzureSearchSettings;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** All processes share an index of Azure AI Search. */
class VectorStoresInAzureSearchTest extends VectorStoresContract {
  private final AzureSearchEmulator service =
      AzureSearchEmulator.start(token -> new Verdict.Accepted("trefoil"));
  private final Index index =
      new AzureSearchIndex(
          new AzureSearchSettings(URI.create(service.url()), "trefoil", 64),
          cancellation -> "Bearer right",
          () -> {});

  @Override
  Optional<Index> index() {
    return Optional.of(index);
  }

  @AfterEach
  void stop() {
    service.close();
  }
}
