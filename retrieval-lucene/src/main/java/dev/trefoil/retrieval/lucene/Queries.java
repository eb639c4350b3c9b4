package dev.trefoil.retrieval.lucene;

import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Filter;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.retrieval.Words;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/** Searches as Lucene's queries, made of terms: nothing that a caller writes is parsed. */
final class Queries {
  /** Of one text; Lucene takes a thousand clauses. */
  private static final int MOST_WORDS = 500;

  /** Sorts behind every hexadecimal digit. */
  private static final String END = "g";

  /** Every document has a vector. */
  private static final Query ALL = new FieldExistsQuery(ChunkDocument.VECTOR);

  private Queries() {}

  /** Any of a text's words; empty where it has none. */
  static Optional<Query> words(String text, Optional<Query> filter, Analyzer analyzer)
      throws IOException {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream(ChunkDocument.TEXT, Words.apart(text))) {
      CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (words.size() < MOST_WORDS && tokens.incrementToken()) {
        words.add(word.toString());
      }
      tokens.end();
    }
    if (words.isEmpty()) {
      return Optional.empty();
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    words.forEach(word -> any.add(new TermQuery(new Term(ChunkDocument.TEXT, word)), Occur.SHOULD));
    if (filter.isEmpty()) {
      return Optional.of(any.build());
    }
    return Optional.of(
        new BooleanQuery.Builder()
            .add(any.build(), Occur.MUST)
            .add(filter.get(), Occur.FILTER)
            .build());
  }

  /**
   * What is nearest.
   *
   * @param candidates the most that is looked for in each segment
   */
  static Query nearest(float[] vector, int candidates, Optional<Query> filter) {
    float[] unit = Vectors.unit(vector);
    return filter.isPresent()
        ? new KnnFloatVectorQuery(ChunkDocument.VECTOR, unit, candidates, filter.get())
        : new KnnFloatVectorQuery(ChunkDocument.VECTOR, unit, candidates);
  }

  /** What a filter lets through. */
  static Query filter(Filter filter) {
    return switch (filter) {
      case Filter.All all -> {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        all.filters().forEach(each -> query.add(filter(each), Occur.FILTER));
        yield query.build();
      }
      case Filter.Any any -> {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        any.filters().forEach(each -> query.add(filter(each), Occur.SHOULD));
        yield query.build();
      }
      case Filter.Compare compare ->
          switch (compare.comparison()) {
            case EQ, IN -> equal(compare);
            case NE, NIN ->
                new BooleanQuery.Builder()
                    .add(ALL, Occur.FILTER)
                    .add(equal(compare), Occur.MUST_NOT)
                    .build();
            case GT, GTE, LT, LTE -> bySize(compare);
          };
    };
  }

  private static Query equal(Filter.Compare compare) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Attribute value : compare.values()) {
      query.add(
          new TermQuery(new Term(ChunkDocument.VALUE, ChunkDocument.value(compare.key(), value))),
          Occur.SHOULD);
    }
    return query.build();
  }

  private static Query bySize(Filter.Compare compare) {
    String name = ChunkDocument.named(compare.key());
    // A filter compares only numbers by their size.
    double value = ((Attribute.Number) compare.values().getFirst()).value();
    String bound = ChunkDocument.number(compare.key(), value);
    return switch (compare.comparison()) {
      case GT -> range(bound, name + END, false);
      case GTE -> range(bound, name + END, true);
      case LT -> range(name, bound, false);
      case LTE -> range(name, bound, true);
      case EQ, NE, IN, NIN -> throw new IllegalArgumentException(compare.comparison().name());
    };
  }

  /** No number's term is a bare beginning, nor ends with {@link #END}: those ends may be in. */
  private static Query range(String from, String to, boolean including) {
    return new TermRangeQuery(
        ChunkDocument.NUMBER, new BytesRef(from), new BytesRef(to), including, including);
  }
}
