package dev.trefoil.provider.bedrock;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.provider.EmbeddingModelContract;
import dev.trefoil.provider.ModelService;
import java.net.URI;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;

class BedrockEmbeddingModelTest {

  @Nested
  class Titan extends Bedrock {
    @Override
    protected String modelId() {
      return "amazon.titan-embed-text-v2:0";
    }

    @Override
    protected int usualDimensions() {
      return 1024;
    }

    @Override
    protected OptionalInt otherDimensions() {
      return OptionalInt.of(256);
    }

    @Override
    protected int batch() {
      return 1;
    }
  }

  @Nested
  class CohereV3 extends Bedrock {
    @Override
    protected String modelId() {
      return "cohere.embed-multilingual-v3";
    }

    @Override
    protected int usualDimensions() {
      return 1024;
    }

    @Override
    protected OptionalInt otherDimensions() {
      return OptionalInt.empty();
    }

    @Override
    protected int batch() {
      return 96;
    }
  }

  @Nested
  class CohereV4 extends Bedrock {
    @Override
    protected String modelId() {
      return "us.cohere.embed-v4:0";
    }

    @Override
    protected int usualDimensions() {
      return 1536;
    }

    @Override
    protected OptionalInt otherDimensions() {
      return OptionalInt.of(512);
    }

    @Override
    protected int batch() {
      return 96;
    }
  }

  abstract static class Bedrock extends EmbeddingModelContract {
    @Override
    protected ModelEmulator start() {
      return BedrockEmulator.start("bedrock", EmulatedBedrock.KEYRING);
    }

    @Override
    protected ModelService connect(URI endpoint, boolean validCredentials) {
      return EmulatedBedrock.connect(endpoint, validCredentials);
    }

    @Override
    protected boolean takesTokens() {
      return false;
    }

    @Override
    protected boolean takesUser() {
      return false;
    }
  }
}
