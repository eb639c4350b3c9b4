// Vectors that lie as embeddings do: many dimensions, of which few are independent.
package dev.trefoil.benchmarks.retrieval;

import java.util.Random;

/**
 * Points of a normal distribution in 32 dimensions, turned into more by one random matrix, with a
 * tenth as much noise in each. All directions alike would be harder for any graph than texts are,
 * and a few clusters easier.
 */
final class MadeVectors {
  private static final int INDEPENDENT = 32;
  private static final double NOISE = 0.1;

  private final Random random;
  private final double[][] matrix;

  /**
   * @param seed the same gives the same vectors
   */
  MadeVectors(int dimensions, long seed) {
    this.random = new Random(seed);
    this.matrix = new double[dimensions][INDEPENDENT];
    for (double[] row : matrix) {
      for (int i = 0; i < INDEPENDENT; i++) {
        row[i] = random.nextGaussian() / Math.sqrt(INDEPENDENT);
      }
    }
  }

  /** The next one, of length 1. */
  float[] next() {
    double[] latent = new double[INDEPENDENT];
    for (int i = 0; i < INDEPENDENT; i++) {
      latent[i] = random.nextGaussian();
    }
    double[] vector = new double[matrix.length];
    double square = 0;
    for (int d = 0; d < vector.length; d++) {
      double sum = NOISE * random.nextGaussian();
      for (int i = 0; i < INDEPENDENT; i++) {
        sum += matrix[d][i] * latent[i];
      }
      vector[d] = sum;
      square += sum * sum;
    }
    float[] unit = new float[vector.length];
    for (int d = 0; d < vector.length; d++) {
      unit[d] = (float) (vector[d] / Math.sqrt(square));
    }
    return unit;
  }
}
