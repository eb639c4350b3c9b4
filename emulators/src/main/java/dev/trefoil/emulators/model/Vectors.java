// Embeddings that can be known beforehand.
package dev.trefoil.emulators.model;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Unit vectors made of nothing but a text: the same text has the same vector, everywhere. */
public final class Vectors {

  /** FNV-1a, 64 bits: its offset and prime. */
  private static final long OFFSET = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private Vectors() {}

  /**
   * A text's vector. That of fewer dimensions is the beginning of that of more, brought to unit
   * length again, as with the vendors' models.
   *
   * @param dimensions at least 1
   */
  public static float[] of(String text, int dimensions) {
    var random = new SplittableRandom(hash(text));
    float[] vector = new float[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (random.nextDouble() * 2 - 1);
      squares += (double) vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static long hash(String text) {
    long hash = OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return hash;
  }
}
