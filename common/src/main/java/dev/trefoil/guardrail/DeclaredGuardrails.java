package dev.trefoil.guardrail;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.auth.Caller;
import dev.trefoil.gateway.Guard;
import dev.trefoil.gateway.Guardrails;
import dev.trefoil.gateway.RouteCalls;
import dev.trefoil.guardrail.GuardrailSettings.BedrockSettings;
import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.guardrail.GuardrailSettings.Looks;
import dev.trefoil.guardrail.GuardrailSettings.ModelArmorSettings;
import dev.trefoil.guardrail.GuardrailSettings.RouteSettings;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Guarding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The guardrails that the configuration declares, ready to look. */
public final class DeclaredGuardrails implements Guardrails {
  private final Map<String, DeclaredCheck> checks = new LinkedHashMap<>();
  private final AccountGuards accounts;

  /**
   * @param identity who we are to the clouds' services
   * @param routes asks the routes of those that are one
   */
  public DeclaredGuardrails(GuardrailSettings settings, Identity identity, RouteCalls routes) {
    accounts = settings.accounts();
    settings
        .checks()
        .forEach((name, check) -> checks.put(name, declared(name, check, identity, routes)));
  }

  /** The same as what the gateway knows of it, so that who has none loads no class of it. */
  public static Guardrails of(GuardrailSettings settings, Identity identity, RouteCalls routes) {
    return new DeclaredGuardrails(settings, identity, routes);
  }

  private static DeclaredCheck declared(
      String name, CheckSettings settings, Identity identity, RouteCalls routes) {
    return new DeclaredCheck(
        name,
        settings.outcome(),
        settings.unmask(),
        settings.refusesMedia(),
        settings.residency(),
        settings.unitUsd(),
        check(settings.looks(), identity, routes));
  }

  private static Check check(Looks looks, Identity identity, RouteCalls routes) {
    return switch (looks) {
      case RuleSettings rules -> new RuleCheck(rules);
      case RouteSettings judge -> new RouteCheck(routes, judge);
      case BedrockSettings bedrock ->
          new BedrockGuardrail(
              new GuardrailHttp(
                  identity.awsSigner(bedrock.region(), "bedrock"),
                  () -> identity.doubt(Cloud.AWS),
                  bedrock.timeout()),
              bedrock);
      case ContentSafetySettings azure ->
          new ContentSafety(
              new GuardrailHttp(
                  RequestSigner.header("Authorization", identity.azure()),
                  () -> identity.doubt(Cloud.AZURE),
                  azure.timeout()),
              azure);
      case ModelArmorSettings google ->
          new ModelArmor(
              new GuardrailHttp(
                  new GoogleRequestSigner(identity.google()),
                  () -> identity.doubt(Cloud.GCP),
                  google.timeout()),
              google);
    };
  }

  @Override
  public Guard guard(
      Guarding guarding, List<String> places, Call call, Consumer<GuardrailFinding> found) {
    Checks input = new Checks(named(guarding.input()), places, guarding.closed(), call, found);
    Checks output = new Checks(named(guarding.output()), places, guarding.closed(), call, found);
    return new CallGuard(input, output, guarding.windowChars(), guarding.parallel());
  }

  @Override
  public Optional<Guarding> of(Optional<Guarding> route, Caller caller) {
    return accounts.of(route, caller);
  }

  private List<List<DeclaredCheck>> named(List<List<String>> names) {
    return names.stream().map(entry -> entry.stream().map(checks::get).toList()).toList();
  }
}
