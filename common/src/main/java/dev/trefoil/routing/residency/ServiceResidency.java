package dev.trefoil.routing.residency;

/** Where the models of one service keep what they are sent. */
public interface ServiceResidency {
  /** Nothing is known of any of them. */
  ServiceResidency UNKNOWN = (model, promptTokens) -> Residency.UNKNOWN;

  /**
   * @param model the id, as the service knows it
   * @param promptTokens the prompt's length, since some promises end at one
   */
  Residency of(String model, long promptTokens);

  /** The same for all of a service's models: what the configuration declares. */
  static ServiceResidency declared(Residency residency) {
    return (model, promptTokens) -> residency;
  }
}
