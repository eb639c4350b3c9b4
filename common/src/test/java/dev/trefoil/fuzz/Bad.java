package dev.trefoil.fuzz;

/**
 * A request that must not reach a model.
 *
 * @param how what is wrong with it, for counting and reporting
 * @param status of the answer
 * @param place what the error names, or a part or the whole of; empty for the body as a whole
 * @param body its bytes
 */
record Bad(String how, int status, String place, byte[] body) {
  static Bad request(String how, String place, byte[] body) {
    return new Bad(how, 400, place, body);
  }

  /** Whether an error that names {@code param} blames the right thing. */
  boolean isBlamedBy(String param) {
    return place.isEmpty()
        || !param.isEmpty() && (place.startsWith(param) || param.startsWith(place));
  }
}
