package dev.trefoil.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trefoil.retrieval.RankFusion.Ranked;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankFusionTest {
  @Test
  void whatComesFirstEverywhereHasAllThatOneCanGet() {
    assertThat(RankFusion.fuse(List.of(List.of("a", "b"), List.of("a"))).getFirst())
        .isEqualTo(new Ranked<>("a", 1));
  }

  /** Azure AI Search says 0.03306 of 0.03333 for the same. */
  @Test
  void placesAreAddedUp() {
    List<Ranked<String>> fused =
        RankFusion.fuse(List.of(List.of("a", "b", "c"), List.of("b", "d", "a")));

    assertThat(fused).extracting(Ranked::id).containsExactly("b", "a", "d", "c");
    assertThat(fused.get(0).score()).isCloseTo((60 / 61.0 + 1) / 2, within(1e-12));
    assertThat(fused.get(1).score()).isCloseTo((1 + 60 / 62.0) / 2, within(1e-12));
    assertThat(fused.get(2).score()).isCloseTo(30 / 61.0, within(1e-12));
  }

  @Test
  void ofEqualsTheFirstRankingsIsFirst() {
    assertThat(RankFusion.fuse(List.of(List.of("w"), List.of("v"))))
        .extracting(Ranked::id)
        .containsExactly("w", "v");
  }

  @Test
  void nothingIsFusedToNothing() {
    assertThat(RankFusion.fuse(List.<List<String>>of(List.of(), List.of()))).isEmpty();
  }
}
