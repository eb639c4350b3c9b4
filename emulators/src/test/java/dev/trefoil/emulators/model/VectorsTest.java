package dev.trefoil.emulators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VectorsTest {

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void aVectorIsOfUnitLengthAndTheSameEachTime() {
    float[] vector = Vectors.of("hello", 1_536);
    assertThat(product(vector, vector)).isCloseTo(1, within(1e-5));
    assertThat(Vectors.of("hello", 1_536)).isEqualTo(vector);
    assertThat(product(vector, Vectors.of("hallo", 1_536))).isCloseTo(0, within(0.2));
  }

  @Test
  void fewerDimensionsAreTheBeginningOfMore() {
    float[] all = Vectors.of("hello", 4);
    float[] two = Vectors.of("hello", 2);
    assertThat(two[0] / two[1]).isCloseTo(all[0] / all[1], within(1e-5f));
  }
}
