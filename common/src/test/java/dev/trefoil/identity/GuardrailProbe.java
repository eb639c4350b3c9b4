package dev.trefoil.identity;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.bedrock.ApplyGuardrailEmulator;
import dev.trefoil.emulators.guardrails.ModelArmorEmulator;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.guardrail.AccountGuards;
import dev.trefoil.guardrail.DeclaredGuardrails;
import dev.trefoil.guardrail.GuardrailSettings;
import dev.trefoil.guardrail.GuardrailSettings.BedrockSettings;
import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.guardrail.GuardrailSettings.Looks;
import dev.trefoil.guardrail.GuardrailSettings.ModelArmorSettings;
import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Guarding;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.Search;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.retrieval.azuresearch.AzureSearchIndex;
import dev.trefoil.retrieval.azuresearch.AzureSearchSettings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process on one cloud that has each cloud's guardrail look at a text, as the function itself.
 */
final class GuardrailProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private GuardrailProbe() {}

  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    Identity identity =
        Identity.of(Cloud.valueOf(args[0]), TrefoilConfig.load(env).identity(), env);
    Map<String, CheckSettings> checks = new LinkedHashMap<>();
    checks.put(
        "bedrock",
        check(
            new BedrockSettings(
                "us-east-1",
                ApplyGuardrailEmulator.ID,
                ApplyGuardrailEmulator.VERSION,
                Optional.of(URI.create(env.get("GUARDRAIL_BEDROCK"))),
                false,
                PATIENCE)));
    checks.put(
        "content-safety",
        check(
            new ContentSafetySettings(
                URI.create(env.get("GUARDRAIL_AZURE")),
                4,
                true,
                false,
                List.of(),
                false,
                PATIENCE)));
    checks.put(
        "model-armor",
        check(
            new ModelArmorSettings(
                ModelArmorEmulator.PROJECT,
                ModelArmorEmulator.LOCATION,
                ModelArmorEmulator.TEMPLATE,
                URI.create(env.get("GUARDRAIL_GOOGLE")),
                PATIENCE)));
    DeclaredGuardrails declared =
        new DeclaredGuardrails(
            new GuardrailSettings(checks, AccountGuards.NONE),
            identity,
            (route, places, question, call) -> {
              throw new AssertionError("asked");
            });
    for (String name : checks.keySet()) {
      System.out.println(name + " " + verdict(declared, name));
    }
    System.out.println("azure-search " + found(identity, URI.create(env.get("AZURE_SEARCH"))));
    System.exit(0);
  }

  /** Puts a chunk into a search service, and finds it there. */
  private static String found(Identity identity, URI endpoint) {
    Index index =
        new AzureSearchIndex(
            new AzureSearchSettings(endpoint, "pairs", 2),
            identity.azureSearch(),
            () -> identity.doubt(Cloud.AZURE));
    StoreKey store = new StoreKey("", "vs_1");
    float[] vector = {1, 0};
    try {
      index.put(
          store,
          List.of(new Chunk("file-a-0", "file-a", "a.txt", 0, "tea", vector, Map.of())),
          Deadline.after(PATIENCE));
      return index
          .search(
              store, new Search("tea", vector, Optional.empty(), 1, 0.9), Deadline.after(PATIENCE))
          .getFirst()
          .chunk()
          .id();
    } catch (IndexException e) {
      return e.toString();
    }
  }

  private static CheckSettings check(Looks looks) {
    return new CheckSettings(Outcome.BLOCK, false, false, Optional.empty(), looks);
  }

  private static String verdict(DeclaredGuardrails declared, String name) {
    Guarding guarding = new Guarding(List.of(List.of(name)), List.of(), true, 200);
    Call call = new Call("probe", Deadline.after(Duration.ofMinutes(1)));
    try {
      var passed =
          declared
              .guard(guarding, List.of(), call, found -> {})
              .input(
                  new ChatRequest(
                      List.of(Message.of(Role.USER, "a hateful thing")), Settings.DEFAULTS, false));
      return "passes " + passed.messages().size();
    } catch (GuardrailException e) {
      return e.reason() + " " + e.findings();
    }
  }
}
