package dev.trefoil.retrieval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): what stands at place {@code n} of a
 * ranking, from 0, gets {@code 1 / (60 + n)} for it. Azure AI Search counts the same way.
 */
public final class RankFusion {
  /** The constant of the paper. */
  public static final int K = 60;

  /** How many of each ranking take part. */
  public static final int DEPTH = 50;

  private RankFusion() {}

  /**
   * An id of a ranking.
   *
   * @param score of all that one can get: 1 for what comes first everywhere
   */
  public record Ranked<T>(T id, double score) {}

  /**
   * Fuses rankings.
   *
   * @param rankings ids, the best first, each at most once in each
   * @return every id, the best first; of equals the one that stands earlier in the first ranking
   */
  public static <T> List<Ranked<T>> fuse(List<List<T>> rankings) {
    Map<T, Double> scores = new HashMap<>();
    List<T> order = new ArrayList<>();
    for (List<T> ranking : rankings) {
      for (int place = 0; place < ranking.size(); place++) {
        T id = ranking.get(place);
        if (!scores.containsKey(id)) {
          order.add(id);
        }
        scores.merge(id, of(place) / rankings.size(), Double::sum);
      }
    }
    List<Ranked<T>> fused = new ArrayList<>(order.size());
    order.forEach(id -> fused.add(new Ranked<>(id, scores.get(id))));
    fused.sort(Comparator.comparingDouble((Ranked<T> each) -> each.score()).reversed());
    return fused;
  }

  /** What a place is worth, of 1 for the first. */
  public static double of(int place) {
    return (double) K / (K + place);
  }
}
