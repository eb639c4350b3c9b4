package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.auth.Caller;
import dev.trefoil.guardrail.DeclaredGuardrails;
import dev.trefoil.guardrail.GuardrailSettings.BedrockSettings;
import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.guardrail.GuardrailSettings.ModelArmorSettings;
import dev.trefoil.guardrail.GuardrailSettings.RouteSettings;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import dev.trefoil.guardrail.PersonalData;
import dev.trefoil.identity.Identity;
import dev.trefoil.policy.Cloud;
import dev.trefoil.policy.Guarding;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.residency.Residency;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What trefoil.yaml says of guardrails, and which routes pass them. */
class GuardrailReaderTest {
  private static final String FILE =
      """
      auth: none
      services:
        openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY"}
      guardrails:
        checks:
          personal: {kind: rules, pii: [card, iban], outcome: mask, unmask: false}
          secret: {kind: rules, words: [halcyon], patterns: {aws-key: "AKIA[0-9A-Z]{16}"}}
        input: [personal]
      routes:
        as-all: {targets: [openai/gpt-5.4]}
        own:
          targets: [openai/gpt-5.4]
          guardrails: {output: [{firstOf: [secret, personal]}], fail: open, windowChars: 500}
        none: {targets: [openai/gpt-5.4], guardrails: off}
      """;

  @Test
  void guardrailsAreReadByTheirNames() {
    Map<String, CheckSettings> checks =
        TrefoilConfig.parse(FILE, Map.of()).guardrails().orElseThrow().checks();

    assertThat(checks).containsOnlyKeys("personal", "secret");
    CheckSettings personal = checks.get("personal");
    assertThat(personal.outcome()).isEqualTo(Outcome.MASK);
    assertThat(personal.unmask()).isFalse();
    assertThat(personal.refusesMedia()).isFalse();
    assertThat(rules(personal).pii()).containsOnly(PersonalData.CARD, PersonalData.IBAN);
    assertThat(checks.get("secret").outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(rules(checks.get("secret")).words()).containsExactly("halcyon");
    assertThat(rules(checks.get("secret")).patterns()).containsKey("aws-key");
  }

  @Test
  void aRouteSaysWhatIsOtherForIt() {
    Guarding all = new Guarding(List.of(List.of("personal")), List.of(), true, 200);

    assertThat(of("as-all")).contains(all);
    assertThat(of("own"))
        .contains(
            new Guarding(
                List.of(List.of("personal")), List.of(List.of("secret", "personal")), false, 500));
    assertThat(of("none")).isEmpty();
    assertThat(TrefoilConfig.parse(FILE, Map.of()).routing().outright().policy().guarding())
        .as("of targets that are named outright")
        .contains(all);
  }

  @Test
  void withoutAnyNothingIsChecked() {
    TrefoilConfig config =
        TrefoilConfig.parse(
            FILE.replaceAll("(?s)guardrails:\n.*routes:", "routes:")
                .replaceAll("guardrails: off|guardrails: [{].*", "strict: true"),
            Map.of());

    assertThat(config.guardrails()).isEmpty();
    assertThat(config.routes()).allSatisfy(r -> assertThat(r.policy().guarding()).isEmpty());
  }

  private static final String SERVICES =
      """
      auth: none
      services:
        openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY"}
        aws: {kind: bedrock, region: eu-central-1}
      guardrails:
        checks:
          one: {kind: bedrock, region: eu-central-1, guardrail: gr1, version: "2", media: check}
          two:
            kind: content-safety
            endpoint: "https://safe.cognitiveservices.azure.com/"
            region: swedencentral
            severity: 2
            protectedMaterial: true
            blocklists: [projects]
            outcome: flag
          three: {kind: model-armor, project: my-project, location: us-central1, template: strict}
      routes:
        chat:
          targets: [aws/eu.anthropic.claude-sonnet-4-6]
          residency: eu
          guardrails: {input: [{firstOf: [one, two]}], parallel: true}
      """;

  @Test
  void theCloudsServicesAreReadWithWhereTheyAre() {
    Map<String, CheckSettings> checks =
        TrefoilConfig.parse(SERVICES, Map.of()).guardrails().orElseThrow().checks();

    assertThat(checks.get("one").residency()).contains(Residency.of("eu"));
    assertThat(checks.get("one").refusesMedia()).isTrue();
    assertThat(checks.get("one").looks())
        .isEqualTo(
            new BedrockSettings(
                "eu-central-1", "gr1", "2", Optional.empty(), true, Duration.ofSeconds(3)));
    assertThat(checks.get("two").residency()).contains(Residency.of("eu"));
    assertThat(checks.get("two").looks())
        .isEqualTo(
            new ContentSafetySettings(
                URI.create("https://safe.cognitiveservices.azure.com"),
                2,
                true,
                true,
                List.of("projects"),
                false,
                Duration.ofSeconds(3)));
    assertThat(checks.get("three").residency()).contains(Residency.of("us"));
    assertThat(checks.get("three").looks())
        .isEqualTo(
            new ModelArmorSettings(
                "my-project",
                "us-central1",
                "strict",
                URI.create("https://modelarmor.us-central1.rep.googleapis.com"),
                Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "firstOf: [one, two]      | firstOf: [one, three] | guardrails leave the residency: three is in us",
        "region: swedencentral    | media: pass            | guardrails leave the residency: two is in unknown",
        "guardrail: gr1           | guardrail: GR 1        | one.guardrail is not the id or ARN",
        "version: '2'             | version: latest        | one.version is not a number or DRAFT",
        "outcome: flag            | outcome: mask          | two.outcome cannot be mask",
        "severity: 2              | severity: 9            | two.severity is not a whole number from 1 to 6",
        "template: strict         | timeoutMs: 5           | three.template is missing",
        "location: us-central1    | place: us              | three.location is missing",
        "template: strict         | template: a/b          | three.template is not the id of a template",
        "location: us-central1    | location: us-central1, media: check | three.media cannot be check",
        "https://safe             | ftp://safe             | two.endpoint is not a URL with https or http",
        "version: '2'             | version: '2', outcome: mask | guardrails.parallel cannot run beside the model: one masks",
      })
  void aMistakeInAServiceIsNamedByItsKey(String said, String instead, String mistake) {
    String file = SERVICES.replace(text(said), text(instead));

    assertThat(file).isNotEqualTo(SERVICES);
    assertThatThrownBy(() -> TrefoilConfig.parse(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  private static String text(String cell) {
    return cell.replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kind: rules, pii: [card, iban] | kind: magic, pii: [card] | personal.kind is not rules or bedrock",
        "kind: rules, pii: [card, iban] | pii: [card] | personal.kind is missing",
        "pii: [card, iban]      | pii: [shoe]        | personal.pii[0] is not one of card, iban",
        "pii: [card, iban],     | media: pass,       | personal looks for nothing",
        "outcome: mask,         | outcome: hide,     | personal.outcome is not block or mask or flag",
        "outcome: mask,         | outcome: flag,     | personal.unmask is for guardrails of the outcome",
        "'AKIA[0-9A-Z]{16}'     | '(?=x)'            | secret.patterns.aws-key is not a regular",
        "'AKIA[0-9A-Z]{16}'     | 'x*'               | secret.patterns.aws-key is found in an empty",
        "aws-key:               | 'a key':           | secret.patterns.a key is no name",
        "words: [halcyon]       | words: ['--']      | secret.words[0] has no letter and no digit",
        "words: [halcyon]       | wrods: [halcyon]   | secret.wrods is not known here",
        "input: [personal]      | input: [persona]   | guardrails.input[0] is not the name of a guardrail",
        "input: [personal]      | inputs: [personal] | guardrails.inputs is not known here",
        "input: [personal]      | fail: maybe        | guardrails.fail is not closed or open",
        "windowChars: 500       | windowChars: 5     | routes.own.guardrails.windowChars is not a whole",
        "fail: open,            | parallel: maybe,   | routes.own.guardrails.parallel is not true or false",
        "guardrails: off        | guardrails: on     | routes.none.guardrails is neither off nor",
        "firstOf: [secret       | firstOf: [secrets  | own.guardrails.output[0].firstOf[0] is not the name",
      })
  void aMistakeIsNamedByItsKey(String said, String instead, String mistake) {
    String file = FILE.replace(said.replace('\'', '"'), instead.replace('\'', '"'));

    assertThat(file).isNotEqualTo(FILE);
    assertThatThrownBy(() -> TrefoilConfig.parse(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  private static final String ACCOUNTS =
      """
      auth:
        keys:
          ci: {sha256: "%s", tenant: acme}
          web: {sha256: "%s"}
      services:
        openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY"}
      guardrails:
        checks:
          one: {kind: rules, words: [one]}
          two: {kind: rules, words: [two]}
          three: {kind: rules, words: [three]}
        input: [one]
        fail: open
        tenants:
          acme: {input: [one, two], output: [two]}
        callers:
          ci: {input: [three]}
          "*": {output: [three]}
      routes:
        chat: {targets: [openai/gpt-5.4]}
        free: {targets: [openai/gpt-5.4], guardrails: off}
      """
          .formatted("a".repeat(64), "b".repeat(64));

  @Test
  void whatATenantAndAKeyAddIsBesideWhatTheRouteSaysEachOnce() {
    TrefoilConfig config = TrefoilConfig.parse(ACCOUNTS, Map.of());
    DeclaredGuardrails guardrails =
        new DeclaredGuardrails(
            config.guardrails().orElseThrow(),
            Identity.of(Cloud.AWS, config.identity(), Map.of()),
            (route, places, question, call) -> {
              throw new AssertionError("asked");
            });
    Optional<Guarding> chat = config.routes().getFirst().policy().guarding();
    Caller ci = Caller.of("ci", Optional.of("acme"), Optional.empty());

    assertThat(guardrails.of(chat, ci))
        .contains(
            new Guarding(
                List.of(List.of("one"), List.of("two"), List.of("three")),
                List.of(List.of("two")),
                false,
                200));
    assertThat(guardrails.of(chat, new Caller("web")))
        .contains(new Guarding(List.of(List.of("one")), List.of(List.of("three")), false, 200));
    assertThat(guardrails.of(Optional.empty(), ci))
        .as("a route's off does not lift a tenant's")
        .contains(
            new Guarding(
                List.of(List.of("one"), List.of("two"), List.of("three")),
                List.of(List.of("two")),
                false,
                200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "acme: {input    | acne: {input     | guardrails.tenants.acne is the tenant of no key",
        "ci: {input      | cd: {input       | guardrails.callers.cd is the name of no key",
        "ci: {input      | ci: {inputs      | guardrails.callers.ci adds no guardrail",
        "input: [three]  | input: [tree]    | guardrails.callers.ci.input[0] is not the name of a guardrail",
        "output: [two]   | fail: open       | guardrails.tenants.acme.fail is not known here",
      })
  void aMistakeInWhatAccountsAddIsNamedByItsKey(String said, String instead, String mistake) {
    String file = ACCOUNTS.replace(said, instead);

    assertThat(file).isNotEqualTo(ACCOUNTS);
    assertThatThrownBy(() -> TrefoilConfig.parse(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  private static final String JUDGES =
      """
      auth: none
      services:
        openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY"}
        aws: {kind: bedrock, region: eu-central-1}
      guardrails:
        checks:
          tone:
            kind: route
            route: judge
            policy: No insults.
            categories: [insult]
            maxTokens: 64
        input: [tone]
      routes:
        chat: {targets: [aws/eu.anthropic.claude-sonnet-4-6], residency: eu}
        judge: {targets: [aws/eu.anthropic.claude-sonnet-4-6], residency: eu, guardrails: off}
        "gpt-*": {targets: ["openai/{model}"]}
      """;

  @Test
  void aJudgeIsReadWithItsPolicy() {
    CheckSettings tone =
        TrefoilConfig.parse(JUDGES, Map.of()).guardrails().orElseThrow().checks().get("tone");

    assertThat(tone.refusesMedia()).isTrue();
    assertThat(tone.residency()).isEmpty();
    assertThat(tone.looks())
        .isEqualTo(
            new RouteSettings(
                "judge", "No insults.", List.of("insult"), 64, Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "route: judge        | route: juge         | checks.tone.route is not the name of a route",
        "route: judge        | route: 'gpt-*'      | checks.tone.route is not the name of a route without a *",
        ", guardrails: off   | , strict: true      | checks.tone.route is a route that passes this guardrail",
        "residency: eu, guar | guar                | checks.tone.route leaves the residency of the route chat: it is in unknown",
        "policy: No insults. | outcome: flag       | checks.tone.policy is missing",
        "policy: No insults. | outcome: mask       | checks.tone.outcome cannot be mask",
        "categories: [insult]| residency: eu       | checks.tone.categories is missing",
        "[insult]            | ['an insult']       | checks.tone.categories[0] is no name",
        "maxTokens: 64       | maxTokens: 4        | checks.tone.maxTokens is not a whole number",
        "maxTokens: 64       | usdPer1000Units: 1  | checks.tone.usdPer1000Units is not known here",
      })
  void aMistakeInAJudgeIsNamedByItsKey(String said, String instead, String mistake) {
    String file = JUDGES.replace(text(said), text(instead));

    assertThat(file).isNotEqualTo(JUDGES);
    assertThatThrownBy(() -> TrefoilConfig.parse(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(mistake);
  }

  private static RuleSettings rules(CheckSettings check) {
    return (RuleSettings) check.looks();
  }

  private static Optional<Guarding> of(String route) {
    return TrefoilConfig.parse(FILE, Map.of()).routes().stream()
        .filter(one -> one.name().equals(route))
        .map(Route::policy)
        .findFirst()
        .orElseThrow()
        .guarding();
  }
}
