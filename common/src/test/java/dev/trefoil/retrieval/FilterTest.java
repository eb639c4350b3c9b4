package dev.trefoil.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trefoil.retrieval.Filter.All;
import dev.trefoil.retrieval.Filter.Any;
import dev.trefoil.retrieval.Filter.Compare;
import dev.trefoil.retrieval.Filter.Comparison;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bounds of filters; what they let through, {@link IndexContract} says. */
class FilterTest {
  private static final Attribute ONE = new Attribute.Number(1);
  private static final Filter SMALL = new Compare("a", Comparison.EQ, ONE);

  @Test
  void onlyNumbersHaveASize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Compare("a", Comparison.GT, new Attribute.Text("b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Compare("a", Comparison.LTE, new Attribute.Flag(true)));
  }

  @Test
  void onlyInAndNinTakeMoreThanOneValueAndNoneTakesNone() {
    assertThat(new Compare("a", Comparison.NIN, List.of(ONE, ONE)).values()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Compare("a", Comparison.EQ, List.of(ONE, ONE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Compare("a", Comparison.IN, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new All(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Any(List.of()));
  }

  @Test
  void depthAndSizeAreBounded() {
    Filter deep = SMALL;
    for (int i = 1; i < Filter.MAX_DEPTH; i++) {
      deep = new All(List.of(deep));
    }
    Filter deepest = deep;
    assertThat(deepest.matches(Map.of("a", ONE))).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new Any(List.of(deepest)));

    assertThat(new Any(Collections.nCopies(Filter.MAX_VALUES, SMALL)).filters()).isNotEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Any(Collections.nCopies(Filter.MAX_VALUES + 1, SMALL)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Compare("a", Comparison.IN, Collections.nCopies(Filter.MAX_VALUES + 1, ONE)));
  }

  @Test
  void namesAndValuesAreBounded() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Compare("", Comparison.EQ, ONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Compare("a".repeat(65), Comparison.EQ, ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Attribute.Text("a".repeat(513)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Attribute.Number(Double.NaN));
  }

  @Test
  void minusZeroIsZero() {
    assertThat(
            new Compare("a", Comparison.EQ, new Attribute.Number(-0.0))
                .matches(Map.of("a", new Attribute.Number(0.0))))
        .isTrue();
  }
}
