package dev.trefoil.provider.bedrock;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The provider, in front of an emulator, with what models.yaml knows of models. */
final class EmulatedBedrock {
  static final AwsKeyring KEYRING = AwsKeyring.of("AKIDEXAMPLE", "right");
  private static final ModelCatalog CATALOG = TrefoilConfig.load(Map.of()).models();

  private EmulatedBedrock() {}

  static ModelService connect(URI endpoint, boolean validCredentials) {
    return new RuledService(
        BedrockService.create(
            new BedrockSettings("us-east-1", Optional.of(endpoint), Duration.ofSeconds(3)),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIDEXAMPLE", validCredentials ? "right" : "wrong")),
            EmulatedBedrock::model),
        new ConverseRules(),
        EmulatedBedrock::model);
  }

  static Capabilities model(String id) {
    return CATALOG.of("bedrock", id);
  }
}
