package dev.trefoil.provider.vertex;

/** A model that takes many texts a request. */
class TextEmbeddingTest extends VertexEmbeddingContract {
  @Override
  protected String modelId() {
    return "text-embedding-005";
  }

  @Override
  protected int usualDimensions() {
    return 768;
  }

  @Override
  protected int batch() {
    return 250;
  }
}
