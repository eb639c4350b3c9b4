package dev.trefoil.retrieval.lucene;

import dev.trefoil.retrieval.Vectors;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own codec, with graphs over vectors of a byte a dimension. It has that one's name, by
 * which segments are read: each says itself of which format its vectors are.
 */
final class QuantisedCodec extends FilterCodec {
  /** Neighbours of a node, and how many are looked at for them: Lucene's usual figures. */
  private static final int MOST_NEIGHBOURS = 16;

  private static final int BEAM_WIDTH = 100;

  private final KnnVectorsFormat vectors =
      new PerFieldKnnVectorsFormat() {
        private final KnnVectorsFormat quantised =
            new Wide(new Lucene104HnswScalarQuantizedVectorsFormat(MOST_NEIGHBOURS, BEAM_WIDTH));

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          return quantised;
        }
      };

  QuantisedCodec() {
    super(Codec.getDefault().getName(), Codec.getDefault());
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }

  /**
   * The same format for vectors of more than 1,024 dimensions, which that one takes as well; only
   * its own limit says otherwise.
   */
  private static final class Wide extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    Wide(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return Vectors.MAX_DIMENSIONS;
    }
  }
}
