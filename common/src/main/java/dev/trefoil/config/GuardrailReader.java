package dev.trefoil.config;

import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.guardrail.GuardrailSettings.BedrockSettings;
import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.guardrail.GuardrailSettings.ContentSafetySettings;
import dev.trefoil.guardrail.GuardrailSettings.Looks;
import dev.trefoil.guardrail.GuardrailSettings.ModelArmorSettings;
import dev.trefoil.guardrail.GuardrailSettings.RouteSettings;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import dev.trefoil.guardrail.PersonalData;
import dev.trefoil.guardrail.RulePattern;
import dev.trefoil.routing.residency.Regions;
import dev.trefoil.routing.residency.Residency;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the guardrails that {@code guardrails.checks} declares. */
final class GuardrailReader {
  private static final String RULES = "rules";
  private static final String BEDROCK = "bedrock";
  private static final String CONTENT_SAFETY = "content-safety";
  private static final String MODEL_ARMOR = "model-armor";
  private static final String ROUTE = "route";
  private static final List<String> KINDS =
      List.of(RULES, BEDROCK, CONTENT_SAFETY, MODEL_ARMOR, ROUTE);
  private static final String PASS = "pass";
  private static final String BLOCK = "block";
  private static final String LOOK = "check";
  private static final List<String> MEDIA = List.of(PASS, BLOCK, LOOK);
  private static final List<String> WEB = List.of("https", "http");
  private static final long MOST_MILLIS = 60_000;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

  /** Of 0, 2, 4 and 6: what Azure OpenAI's own filter begins with. */
  private static final int DEFAULT_SEVERITY = 4;

  private static final Duration DEFAULT_JUDGING = Duration.ofSeconds(10);
  private static final int LONGEST_POLICY = 8_000;
  private static final int MOST_CATEGORIES = 20;
  private static final long LEAST_TOKENS = 16;
  private static final long MOST_TOKENS = 8_192;

  /** Enough for models that think before they answer. */
  private static final int DEFAULT_TOKENS = 1_024;

  private static final double MOST_UNIT_USD = 1_000;

  private static final int MOST_WORDS = 10_000;
  private static final int LONGEST_WORD = 100;
  private static final int MOST_PATTERNS = 50;
  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,39}";
  private static final String NO_NAME =
      "is no name of up to 40 letters, digits, '_' and '-' that begins with a letter";

  private GuardrailReader() {}

  /** By name. */
  static Map<String, CheckSettings> read(ConfigMap declared) {
    Map<String, CheckSettings> checks = new LinkedHashMap<>();
    for (String name : declared.names()) {
      if (!name.matches(NAME)) {
        declared.mistake(name, NO_NAME);
      }
      declared.map(name).ifPresent(check -> checks.put(name, check(check)));
    }
    if (checks.isEmpty()) {
      declared.mistake("", "declares no guardrail");
    }
    return checks;
  }

  private static CheckSettings check(ConfigMap check) {
    if (!check.has("kind")) {
      check.mistake("kind", "is missing");
    }
    String kind = check.word("kind", KINDS).orElse(RULES);
    Outcome outcome =
        check
            .word("outcome", List.of("block", "mask", "flag"))
            .map(word -> Outcome.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Outcome.BLOCK);
    if (check.has("unmask") && outcome != Outcome.MASK) {
      check.mistake("unmask", "is for guardrails of the outcome mask only");
    }
    boolean unmask = check.flag("unmask", true);
    String media = check.word("media", MEDIA).orElse(kind.equals(RULES) ? PASS : BLOCK);
    boolean images = media.equals(LOOK);
    if (images && !kind.equals(BEDROCK) && !kind.equals(CONTENT_SAFETY)) {
      check.mistake("media", "cannot be check: a guardrail of this kind looks at no images");
    }
    boolean emulate = !kind.equals(RULES) && check.flag("emulate");
    if (kind.equals(CONTENT_SAFETY) && outcome == Outcome.MASK) {
      check.mistake("outcome", "cannot be mask: the service does not say where it finds");
    }
    if (kind.equals(ROUTE) && outcome == Outcome.MASK) {
      check.mistake("outcome", "cannot be mask: a judge does not say where it finds");
    }
    Looks looks =
        switch (kind) {
          case BEDROCK -> bedrock(check, images);
          case CONTENT_SAFETY -> contentSafety(check, emulate, images);
          case MODEL_ARMOR -> modelArmor(check);
          case ROUTE -> route(check);
          default -> rules(check);
        };
    CheckSettings read =
        new CheckSettings(
            outcome,
            unmask,
            !media.equals(PASS),
            residency(check, looks),
            unitUsd(check, looks),
            looks);
    check.refuseTheRest();
    return read;
  }

  /** What is declared comes before what is derived; empty for what sends nothing. */
  private static Optional<Residency> residency(ConfigMap check, Looks looks) {
    Optional<Residency> derived =
        switch (looks) {
          case RuleSettings rules -> Optional.empty();
          case RouteSettings judge -> Optional.empty(); // Each question is planned within it.
          case BedrockSettings aws -> Optional.of(Regions.aws(aws.region()));
          case ContentSafetySettings azure ->
              Optional.of(check.text("region").map(Regions::azure).orElse(Residency.UNKNOWN));
          case ModelArmorSettings google -> Optional.of(Regions.google(google.location()));
        };
    if (derived.isEmpty()) {
      return derived;
    }
    Set<String> declared = ResidencyReader.ofRoute(check, Set.of());
    return declared.isEmpty() ? derived : Optional.of(new Residency(declared));
  }

  /** Of a service that is paid for by the unit. */
  private static OptionalDouble unitUsd(ConfigMap check, Looks looks) {
    if (looks instanceof RuleSettings || looks instanceof RouteSettings) {
      return OptionalDouble.empty();
    }
    OptionalDouble thousand = check.decimal("usdPer1000Units", 0, MOST_UNIT_USD);
    return thousand.isPresent()
        ? OptionalDouble.of(thousand.getAsDouble() / 1_000)
        : OptionalDouble.empty();
  }

  private static RouteSettings route(ConfigMap check) {
    String route = check.requiredText("route").orElse("");
    if (!check.has("policy")) {
      check.mistake("policy", "is missing: it says what the judge holds texts to");
    }
    String policy =
        check
            .text(
                "policy",
                text ->
                    text.length() > LONGEST_POLICY
                        ? Optional.of("is longer than " + LONGEST_POLICY + " characters")
                        : Optional.empty())
            .orElse("");
    if (!check.has("categories")) {
      check.mistake("categories", "is missing: it says what the judge may find");
    }
    List<String> categories =
        check.has("categories")
            ? check.texts(
                "categories", name -> name.matches(NAME) ? Optional.empty() : Optional.of(NO_NAME))
            : List.of();
    if (categories.size() > MOST_CATEGORIES) {
      check.mistake("categories", "are more than " + MOST_CATEGORIES);
    }
    return new RouteSettings(
        route,
        policy,
        categories,
        (int) check.number("maxTokens", LEAST_TOKENS, MOST_TOKENS).orElse(DEFAULT_TOKENS),
        check.millis("timeoutMs", MOST_MILLIS).orElse(DEFAULT_JUDGING));
  }

  private static BedrockSettings bedrock(ConfigMap check, boolean images) {
    return new BedrockSettings(
        ServiceReader.awsRegion(check),
        bedrockGuardrail(check, "guardrail"),
        bedrockVersion(check, "version"),
        check.url("endpoint", WEB).map(GuardrailReader::withoutSlash),
        images,
        timeout(check));
  }

  static String bedrockGuardrail(ConfigMap map, String key) {
    return map.requiredText(
            key,
            "[a-z0-9]{1,64}|arn:aws[a-z-]*:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+",
            "the id or ARN of a guardrail")
        .orElse("");
  }

  static String bedrockVersion(ConfigMap map, String key) {
    return map.requiredText(key, "[1-9][0-9]{0,7}|DRAFT", "a number or DRAFT").orElse("DRAFT");
  }

  private static ContentSafetySettings contentSafety(
      ConfigMap check, boolean emulate, boolean images) {
    if (!check.has("endpoint") && !emulate) {
      check.mistake("endpoint", "is missing");
    }
    return new ContentSafetySettings(
        check.url("endpoint", WEB).map(GuardrailReader::withoutSlash).orElse(URI.create("")),
        (int) check.number("severity", 1, 6).orElse(DEFAULT_SEVERITY),
        check.flag("promptShields", true),
        check.flag("protectedMaterial", false),
        check.has("blocklists")
            ? check.texts(
                "blocklists",
                name ->
                    name.matches("[0-9A-Za-z._~-]{1,64}")
                        ? Optional.empty()
                        : Optional.of("is not the name of a blocklist"))
            : List.of(),
        images,
        timeout(check));
  }

  private static ModelArmorSettings modelArmor(ConfigMap check) {
    String location =
        check.requiredText("location", "[a-z0-9-]{2,40}", "a location of Google Cloud").orElse("");
    return new ModelArmorSettings(
        check.requiredText("project", "[a-z0-9:.-]{1,80}", "a project").orElse(""),
        location,
        check.requiredText("template", "[A-Za-z0-9_-]{1,63}", "the id of a template").orElse(""),
        check
            .url("endpoint", WEB)
            .map(GuardrailReader::withoutSlash)
            .orElseGet(() -> URI.create("https://modelarmor." + location + ".rep.googleapis.com")),
        timeout(check));
  }

  private static URI withoutSlash(URI endpoint) {
    return URI.create(endpoint.toString().replaceFirst("/$", ""));
  }

  private static Duration timeout(ConfigMap check) {
    return check.millis("timeoutMs", MOST_MILLIS).orElse(DEFAULT_TIMEOUT);
  }

  private static RuleSettings rules(ConfigMap check) {
    if (!check.has("words") && !check.has("patterns") && !check.has("pii")) {
      check.mistake("", "looks for nothing: it has neither words nor patterns nor pii");
    }
    return new RuleSettings(
        check.has("words") ? words(check) : List.of(),
        check.map("patterns").map(GuardrailReader::patterns).orElse(Map.of()),
        check.has("pii") ? personalData(check) : Set.of());
  }

  private static List<String> words(ConfigMap check) {
    List<String> words =
        check.texts(
            "words",
            word ->
                word.strip().length() > LONGEST_WORD
                    ? Optional.of("is longer than " + LONGEST_WORD + " characters")
                    : word.codePoints().noneMatch(Character::isLetterOrDigit)
                        ? Optional.of("has no letter and no digit")
                        : Optional.empty());
    if (words.size() > MOST_WORDS) {
      check.mistake("words", "are more than " + MOST_WORDS);
    }
    return words;
  }

  private static Map<String, String> patterns(ConfigMap patterns) {
    Map<String, String> read = new LinkedHashMap<>();
    for (String category : patterns.names()) {
      if (!category.matches(NAME)) {
        patterns.mistake(category, NO_NAME);
      }
      patterns.text(category, RulePattern::mistake).ifPresent(regex -> read.put(category, regex));
    }
    if (read.size() > MOST_PATTERNS) {
      patterns.mistake("", "are more than " + MOST_PATTERNS);
    }
    return read;
  }

  private static Set<PersonalData> personalData(ConfigMap check) {
    Set<PersonalData> kinds = EnumSet.noneOf(PersonalData.class);
    List<String> words = List.of(PersonalData.values()).stream().map(PersonalData::word).toList();
    check
        .texts(
            "pii",
            word ->
                words.contains(word)
                    ? Optional.empty()
                    : Optional.of("is not one of " + String.join(", ", words)))
        .forEach(word -> kinds.add(PersonalData.valueOf(word.toUpperCase(Locale.ROOT))));
    return kinds;
  }
}
