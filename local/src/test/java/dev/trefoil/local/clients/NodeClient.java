package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** A client from npm, at one of the doors that it speaks at. */
final class NodeClient implements RealClient {
  private final Library library;
  private final NodeProgram program;

  private NodeClient(Library library, NodeProgram program) {
    this.library = library;
    this.program = program;
  }

  /** The clients from npm, each at one of the doors, with what their errors are called and say. */
  enum Library {
    OPENAI(
        "openai",
        "chat",
        openAi(Traits.CHAT, Feature.COUNT, Feature.CONVERSATION, Feature.BACKGROUND)),
    OPENAI_AZURE(
        "openai",
        "azureChat",
        openAi(Traits.AZURE_CHAT, Feature.COUNT, Feature.CONVERSATION, Feature.BACKGROUND)),
    OPENAI_RESPONSES(
        "openai", "responses", openAi(Traits.RESPONSES, Feature.EMBEDDINGS, Feature.COUNT)),
    OPENAI_AZURE_RESPONSES(
        "openai",
        "azureResponses",
        openAi(
            Traits.AZURE_RESPONSES,
            Feature.EMBEDDINGS,
            Feature.COUNT,
            Feature.CONVERSATION,
            Feature.BACKGROUND)),
    AGENTS(
        "openai-agents",
        "responses",
        generated(
            "@openai/agents",
            Traits.RESPONSES,
            Feature.EMBEDDINGS,
            Feature.COUNT,
            Feature.BACKGROUND)),
    AI(
        "ai",
        "chat",
        ai("@ai-sdk/openai", Traits.CHAT, Feature.COUNT, Feature.CONVERSATION, Feature.BACKGROUND)),
    AI_RESPONSES(
        "ai",
        "responses",
        ai(
            "@ai-sdk/openai",
            Traits.RESPONSES,
            Feature.EMBEDDINGS,
            Feature.COUNT,
            Feature.CONVERSATION,
            Feature.BACKGROUND)),
    AI_MESSAGES(
        "ai",
        "messages",
        ai(
            "@ai-sdk/anthropic",
            Traits.MESSAGES,
            Feature.EMBEDDINGS,
            Feature.COUNT,
            Feature.CONVERSATION,
            Feature.BACKGROUND)),
    LANGCHAIN(
        "langchain",
        "chat",
        langChain(
            "@langchain/openai",
            Traits.CHAT,
            Feature.COUNT,
            Feature.CONVERSATION,
            Feature.BACKGROUND)),
    LANGCHAIN_RESPONSES(
        "langchain",
        "responses",
        langChain(
            "@langchain/openai",
            Traits.RESPONSES,
            Feature.EMBEDDINGS,
            Feature.COUNT,
            Feature.CONVERSATION,
            Feature.BACKGROUND)),
    LANGCHAIN_MESSAGES(
        "langchain",
        "messages",
        langChain(
            "@langchain/anthropic",
            Traits.MESSAGES,
            Feature.EMBEDDINGS,
            Feature.COUNT,
            Feature.CONVERSATION,
            Feature.BACKGROUND)),
    ANTHROPIC(
        "anthropic",
        "messages",
        generated(
            "@anthropic-ai/sdk",
            Traits.MESSAGES,
            Feature.EMBEDDINGS,
            Feature.CONVERSATION,
            Feature.BACKGROUND));

    private final String program;
    private final String door;
    private final Traits traits;

    Library(String program, String door, Traits traits) {
      this.program = program;
      this.door = door;
      this.traits = traits;
    }

    String title() {
      return traits.name() + ", " + traits.door();
    }

    private static Traits openAi(String door, Feature... missing) {
      return generated("openai", door, missing);
    }

    /** What its maker's generator (Stainless) writes obeys x-should-retry. */
    private static Traits generated(String name, String door, Feature... missing) {
      String notFound = Traits.asksOnceAfter404(door) ? "NotFoundError" : "BadRequestError";
      return traits(name, door, missing, notFound, "RateLimitError", true);
    }

    private static Traits ai(String name, String door, Feature... missing) {
      return new Traits(
          "ai " + Versions.npm("ai") + ", " + name + " " + Versions.npm(name),
          door,
          Feature.allBut(missing),
          "APICallError",
          "APICallError",
          true,
          false);
    }

    private static Traits langChain(String name, String door, Feature... missing) {
      String notFound = Traits.asksOnceAfter404(door) ? "MODEL_NOT_FOUND" : "BadRequestError";
      return traits(name, door, missing, notFound, "MODEL_RATE_LIMIT", false);
    }

    private static Traits traits(
        String name,
        String door,
        Feature[] missing,
        String notFound,
        String rateLimit,
        boolean obeysShouldRetry) {
      return new Traits(
          name + " " + Versions.npm(name),
          door,
          Feature.allBut(missing),
          notFound,
          rateLimit,
          true,
          obeysShouldRetry);
    }
  }

  static NodeClient start(Library library, Npm npm) throws IOException {
    return new NodeClient(library, NodeProgram.start(npm, library.program, library.door));
  }

  @Override
  public Traits traits() {
    return library.traits;
  }

  @Override
  public JsonNode does(Feature feature, String url) throws IOException {
    return program.does(NodeProgram.asking(feature.word(), url));
  }

  @Override
  public void close() {
    program.close();
  }
}
