package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.policy.Cloud;
import dev.trefoil.routing.residency.Residency;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The guardrails that the configuration declares.
 *
 * @param checks by name
 * @param accounts what some callers' calls pass beside what their routes say
 */
public record GuardrailSettings(Map<String, CheckSettings> checks, AccountGuards accounts) {
  public GuardrailSettings {
    checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
  }

  /**
   * One guardrail.
   *
   * @param outcome what becomes of what it finds; never {@link Outcome#UNCHECKED}
   * @param unmask whether answers have again what was masked in their requests
   * @param refusesMedia whether it refuses requests with images, sounds and files that it does not
   *     look at
   * @param residency where it keeps what it is sent; empty for one that sends nothing
   * @param unitUsd what a unit of 1,000 characters costs at its service, in dollars; empty for what
   *     is known of it
   * @param looks what it looks for
   */
  public record CheckSettings(
      Outcome outcome,
      boolean unmask,
      boolean refusesMedia,
      Optional<Residency> residency,
      OptionalDouble unitUsd,
      Looks looks) {
    /** Of which no price is declared. */
    public CheckSettings(
        Outcome outcome,
        boolean unmask,
        boolean refusesMedia,
        Optional<Residency> residency,
        Looks looks) {
      this(outcome, unmask, refusesMedia, residency, OptionalDouble.empty(), looks);
    }

    /** Whether somebody else is asked, who may take time or not be there. */
    public boolean isRemote() {
      return !(looks instanceof RuleSettings);
    }
  }

  /** What a guardrail looks for, or who looks. */
  public sealed interface Looks {
    /** Whose service is asked; empty where none is. */
    default Optional<Cloud> cloud() {
      return Optional.empty();
    }
  }

  /**
   * Rules that are kept in this process.
   *
   * @param words words and phrases, found whole and in any case
   * @param patterns regular expressions of RE2's syntax, by category
   * @param pii kinds of personal data
   */
  public record RuleSettings(
      List<String> words, Map<String, String> patterns, Set<PersonalData> pii) implements Looks {
    public RuleSettings {
      words = List.copyOf(words);
      patterns = Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
      pii = Set.copyOf(pii);
    }
  }

  /**
   * A guardrail of Amazon Bedrock.
   *
   * @param guardrail its id or ARN
   * @param version a number or {@code DRAFT}
   * @param endpoint in place of the region's own
   * @param images whether it looks at images of requests
   * @param timeout the longest that one question may take
   */
  public record BedrockSettings(
      String region,
      String guardrail,
      String version,
      Optional<URI> endpoint,
      boolean images,
      Duration timeout)
      implements Looks {
    @Override
    public Optional<Cloud> cloud() {
      return Optional.of(Cloud.AWS);
    }
  }

  /**
   * Azure AI Content Safety.
   *
   * @param endpoint the resource's, without a path
   * @param severity from which on harm is found, of 0, 2, 4 and 6
   * @param promptShields whether requests are looked at for attacks
   * @param protectedMaterial whether answers are looked at for known texts
   * @param blocklists names of the resource's own
   * @param images whether it looks at images of requests
   * @param timeout the longest that one question may take
   */
  public record ContentSafetySettings(
      URI endpoint,
      int severity,
      boolean promptShields,
      boolean protectedMaterial,
      List<String> blocklists,
      boolean images,
      Duration timeout)
      implements Looks {
    public ContentSafetySettings {
      blocklists = List.copyOf(blocklists);
    }

    @Override
    public Optional<Cloud> cloud() {
      return Optional.of(Cloud.AZURE);
    }
  }

  /**
   * A template of Google's Model Armor.
   *
   * @param endpoint the location's, without a path
   * @param timeout the longest that one question may take
   */
  public record ModelArmorSettings(
      String project, String location, String template, URI endpoint, Duration timeout)
      implements Looks {
    @Override
    public Optional<Cloud> cloud() {
      return Optional.of(Cloud.GCP);
    }
  }

  /**
   * A route whose models judge.
   *
   * @param route its name
   * @param policy what they hold texts to
   * @param categories which they may say that a text falls under, at least one
   * @param maxTokens of an answer
   * @param timeout the longest that one question may take, with all its attempts
   */
  public record RouteSettings(
      String route, String policy, List<String> categories, int maxTokens, Duration timeout)
      implements Looks {
    public RouteSettings {
      categories = List.copyOf(categories);
    }
  }
}
