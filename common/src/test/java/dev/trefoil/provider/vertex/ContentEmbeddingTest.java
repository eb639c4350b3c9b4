package dev.trefoil.provider.vertex;

/** A model that is called by embedContent, which takes one text a request. */
class ContentEmbeddingTest extends VertexEmbeddingContract {
  @Override
  protected String modelId() {
    return "gemini-embedding-2";
  }

  @Override
  protected int usualDimensions() {
    return 3072;
  }

  @Override
  protected int batch() {
    return 1;
  }
}
