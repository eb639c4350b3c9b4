package dev.trefoil.vectorstore;

/**
 * What vectors are of: those of two models do not mix.
 *
 * @param name of the model, whatever service has it
 * @param dimensions the vectors' length
 */
public record VectorModel(String name, int dimensions) {
  @Override
  public String toString() {
    return name + " of " + dimensions + " dimensions";
  }
}
