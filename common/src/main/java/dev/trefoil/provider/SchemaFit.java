package dev.trefoil.provider;

import java.util.List;

/**
 * How a service takes the schemas of a request.
 *
 * @param held whether it sees to it that an answer holds to those that it is to hold to. If not,
 *     whoever gives the answer to the caller checks it
 * @param described those of which it knows less than the caller wrote
 */
public record SchemaFit(boolean held, List<RequestChange.Describe> described) {
  /** As they are, or there are none. */
  public static final SchemaFit WHOLE = new SchemaFit(true, List.of());

  public SchemaFit {
    described = List.copyOf(described);
  }
}
