package dev.trefoil.retrieval.azuresearch;

import dev.trefoil.retrieval.Vectors;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Which index of which service.
 *
 * @param endpoint {@code https://NAME.search.windows.net}, without a path
 * @param index 2 to 128 small letters, digits and dashes, a dash neither first nor last. It is for
 *     the vectors of one model: all tenants and stores with that model share it, since a service
 *     has 15 to 200 indices
 * @param dimensions of its vectors
 */
public record AzureSearchSettings(URI endpoint, String index, int dimensions) {
  /** Source: "Naming rules (Azure AI Search)". */
  private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9-]{0,126}[a-z0-9]");

  /**
   * @throws IllegalArgumentException when one of them is not as it has to be
   */
  public AzureSearchSettings {
    if (!INDEX.matcher(index).matches() || index.contains("--")) {
      throw new IllegalArgumentException("no name of a search index: " + index);
    }
    Vectors.requireDimensions(dimensions);
    String path = endpoint.getRawPath();
    if (endpoint.getHost() == null || path != null && path.length() > 1) {
      throw new IllegalArgumentException("no endpoint of a search service: " + endpoint);
    }
  }
}
