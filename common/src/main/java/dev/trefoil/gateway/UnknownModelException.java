package dev.trefoil.gateway;

/** Nothing goes by the model's name that a caller asked for. */
public final class UnknownModelException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownModelException(String model) {
    super(
        "The model '"
            + model
            + "' does not exist here: it is neither a route's name nor a target written as"
            + " service/model. GET /v1/models lists the routes.");
  }
}
