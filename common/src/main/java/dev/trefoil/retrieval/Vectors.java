package dev.trefoil.retrieval;

import dev.trefoil.retrieval.IndexException.WrongVector;
import java.util.List;

/** What every index does alike with vectors. */
public final class Vectors {
  /** Of the vectors of one index, as OpenAI's largest model and Azure AI Search have it. */
  public static final int MAX_DIMENSIONS = 4096;

  private Vectors() {}

  /**
   * How many dimensions an index is made for.
   *
   * @throws IllegalArgumentException when it has none or too many
   */
  public static int requireDimensions(int dimensions) {
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new IllegalArgumentException("vectors have 1 to " + MAX_DIMENSIONS + " dimensions");
    }
    return dimensions;
  }

  /** Those of chunks. */
  public static void require(List<Chunk> chunks, int dimensions) throws WrongVector {
    for (Chunk chunk : chunks) {
      require(chunk.vector(), dimensions);
    }
  }

  /** That of a search, if it has one. */
  public static void require(Search search, int dimensions) throws WrongVector {
    if (search.vector().length > 0) {
      require(search.vector(), dimensions);
    }
  }

  private static void require(float[] vector, int dimensions) throws WrongVector {
    if (vector.length != dimensions) {
      throw new WrongVector(
          "a vector of %d dimensions in an index of %d: it is another model's"
              .formatted(vector.length, dimensions));
    }
    if (!isUsable(vector)) {
      throw new WrongVector("a vector of zeros, or with a number that is not finite");
    }
  }

  /** Whether it is near to anything: its numbers are finite, and not all zero. */
  public static boolean isUsable(float[] vector) {
    boolean zero = true;
    for (float each : vector) {
      if (!Float.isFinite(each)) {
        return false;
      }
      zero &= each == 0;
    }
    return !zero;
  }

  /** The same in length 1, so that the dot product of two is their cosine. */
  public static float[] unit(float[] vector) {
    double square = 0;
    for (float each : vector) {
      square += (double) each * each;
    }
    double length = Math.sqrt(square);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  /** The dot product. */
  public static float dot(float[] one, float[] other) {
    float sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
