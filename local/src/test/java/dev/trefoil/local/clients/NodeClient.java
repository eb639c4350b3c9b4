package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** A client from npm. */
final class NodeClient implements RealClient {
  private final Library library;
  private final NodeProgram program;

  private NodeClient(Library library, NodeProgram program) {
    this.library = library;
    this.program = program;
  }

  /** The clients from npm, with what their errors are called and say. */
  enum Library {
    OPENAI("openai (npm)", "openai", "NotFoundError", "RateLimitError", true),
    AI("ai + @ai-sdk/openai", "ai", "APICallError", "APICallError", false),
    LANGCHAIN("@langchain/openai", "langchain", "MODEL_NOT_FOUND", "MODEL_RATE_LIMIT", false);

    private final String title;
    private final String program;
    private final String notFound;
    private final String rateLimit;
    private final boolean obeysShouldRetry;

    Library(
        String title, String program, String notFound, String rateLimit, boolean obeysShouldRetry) {
      this.title = title;
      this.program = program;
      this.notFound = notFound;
      this.rateLimit = rateLimit;
      this.obeysShouldRetry = obeysShouldRetry;
    }

    String title() {
      return title;
    }
  }

  static NodeClient start(Library library) throws IOException {
    return new NodeClient(library, NodeProgram.start(library.program));
  }

  @Override
  public String name() {
    return library.title;
  }

  @Override
  public String notFoundError() {
    return library.notFound;
  }

  @Override
  public String rateLimitError() {
    return library.rateLimit;
  }

  @Override
  public boolean showsRetryAfter() {
    return true;
  }

  @Override
  public boolean obeysShouldRetry() {
    return library.obeysShouldRetry;
  }

  @Override
  public JsonNode does(Feature feature, String baseUrl) throws IOException {
    return program.does(NodeProgram.asking(feature.word(), baseUrl));
  }

  @Override
  public void close() {
    program.close();
  }
}
