package dev.trefoil.routing.residency;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Vertex AI: the multi-regions {@code us} and {@code eu} process inside; a region does so for the
 * models that Google names for it; {@code global} promises nothing.
 */
public final class VertexResidency implements ServiceResidency {
  /** A stable version, {@code -001}; previews have no promise. */
  private static final Pattern VERSION = Pattern.compile("-[0-9]{3}$");

  private final boolean multiRegion;
  private final Residency location;
  private final Map<String, Long> promised;

  /**
   * @param location the one that is called
   * @param promised the longest prompts, in tokens, that Google promises to process in that
   *     location, by model
   */
  public VertexResidency(String location, Map<String, Long> promised) {
    this.multiRegion = location.equals("us") || location.equals("eu");
    this.location = Regions.google(location);
    this.promised = Map.copyOf(promised);
  }

  @Override
  public Residency of(String model, long promptTokens) {
    if (multiRegion) {
      return location;
    }
    Long longest = promised.get(model);
    if (longest == null) {
      longest = promised.get(VERSION.matcher(model).replaceFirst(""));
    }
    return longest != null && promptTokens <= longest ? location : Residency.UNKNOWN;
  }
}
