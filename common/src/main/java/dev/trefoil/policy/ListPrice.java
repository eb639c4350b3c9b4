package dev.trefoil.policy;

import java.util.Objects;

/**
 * What a price list says of a model.
 *
 * @param price of the model by its own name, and of a profile that may go anywhere
 * @param regional how many times as much Amazon Bedrock and Vertex AI take in a region or a
 *     geography of their own; 1 where there is no difference
 */
public record ListPrice(Price price, double regional) {
  public ListPrice {
    Objects.requireNonNull(price, "price");
  }
}
