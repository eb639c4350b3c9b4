package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A client from npm in a process of Node.js: src/test/npm/client.mjs, which is told a line and
 * answers a line.
 */
final class NodeClient implements RealClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Library library;
  private final Process process;
  private final Writer toClient;
  private final BufferedReader fromClient;

  private NodeClient(Library library, Process process) {
    this.library = library;
    this.process = process;
    this.toClient = process.outputWriter(StandardCharsets.UTF_8);
    this.fromClient = process.inputReader(StandardCharsets.UTF_8);
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

  /**
   * @param installed where the programs and their packages are
   */
  static NodeClient start(Library library, Path installed) throws IOException {
    return new NodeClient(
        library,
        new ProcessBuilder("node", "client.mjs", library.program)
            .directory(installed.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
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
    toClient.write(
        JSON.createObjectNode().put("feature", feature.word()).put("baseURL", baseUrl) + "\n");
    toClient.flush();
    String line = fromClient.readLine();
    if (line == null) {
      throw new AssertionError(library.title + " ended");
    }
    JsonNode seen = JSON.readTree(line);
    if (seen.has("failed")) {
      throw new AssertionError(library.title + ": " + seen.path("failed").asText());
    }
    return seen;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
