// The guardrail services that are emulated, as trefoil.yaml names and settles them.
package dev.trefoil.emulators.cloud;

import dev.trefoil.emulators.bedrock.ApplyGuardrailEmulator;
import dev.trefoil.emulators.guardrails.ContentSafetyEmulator;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.emulators.guardrails.ModelArmorEmulator;
import java.util.Arrays;
import java.util.Map;

/** A guardrail service. */
public enum GuardrailKind {
  /** Amazon Bedrock's ApplyGuardrail. */
  BEDROCK(
      "bedrock",
      Map.of("guardrail", ApplyGuardrailEmulator.ID, "version", ApplyGuardrailEmulator.VERSION)) {
    @Override
    public GuardrailServer start(EmulatedIdentities identities) {
      return ApplyGuardrailEmulator.start(identities.bedrockKeys());
    }
  },
  /** Azure AI Content Safety. */
  CONTENT_SAFETY("content-safety", Map.of()) {
    @Override
    public GuardrailServer start(EmulatedIdentities identities) {
      return ContentSafetyEmulator.start(identities.azureOpenAiTokens());
    }
  },
  /** Google's Model Armor. */
  MODEL_ARMOR(
      "model-armor",
      Map.of(
          "project", ModelArmorEmulator.PROJECT,
          "location", ModelArmorEmulator.LOCATION,
          "template", ModelArmorEmulator.TEMPLATE)) {
    @Override
    public GuardrailServer start(EmulatedIdentities identities) {
      return ModelArmorEmulator.start(identities.vertexTokens());
    }
  };

  private final String configName;
  private final Map<String, String> settings;

  GuardrailKind(String configName, Map<String, String> settings) {
    this.configName = configName;
    this.settings = settings;
  }

  /** Starts it, for whom these clouds know. */
  public abstract GuardrailServer start(EmulatedIdentities identities);

  /** What a check has to say to ask it, beside its endpoint. */
  public Map<String, String> settings() {
    return settings;
  }

  /**
   * The kind with this name in trefoil.yaml.
   *
   * @throws IllegalArgumentException naming the unknown kind
   */
  public static GuardrailKind of(String configName) {
    return Arrays.stream(values())
        .filter(kind -> kind.configName.equals(configName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("kind: '" + configName + "' cannot be emulated"));
  }
}
