package dev.trefoil.auth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How callers are told apart; one of four, always written out in the configuration. */
public sealed interface AuthSettings {

  /** Not at all. */
  record None() implements AuthSettings {}

  /** By the platform: only whom it has verified. */
  record Platform() implements AuthSettings {}

  /**
   * By keys of our own.
   *
   * @param keys of the configuration
   * @param issued how old what is known of keys may be that were issued without a deployment; empty
   *     where none are
   */
  record Keys(List<Key> keys, Optional<Duration> issued) implements AuthSettings {
    public Keys {
      keys = List.copyOf(keys);
    }

    /** Those of the configuration alone. */
    public Keys(List<Key> keys) {
      this(keys, Optional.empty());
    }
  }

  /**
   * A key, of which only the hash is known.
   *
   * @param name who holds it
   * @param sha256 in hexadecimal
   * @param tenant to whom its holder belongs; empty for none
   * @param routes what its holder may ask for; empty for everything
   */
  record Key(String name, String sha256, Optional<String> tenant, Optional<AllowedRoutes> routes) {
    /** What a name looks like. */
    public static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._@-]{0,127}";
  }

  /**
   * By tokens of an identity provider.
   *
   * @param issuer exactly as in {@code iss}
   * @param audiences of which {@code aud} must have one
   * @param jwks where the issuer's keys are; empty to find out from the issuer
   * @param algorithms that a token may be signed with, all of them asymmetric
   * @param clockSkew by which clocks may differ
   * @param header that carries the token; empty for where clients have their keys
   * @param nameClaim whose value is the caller's name, where a token has it; otherwise {@code sub}
   * @param tenantClaim whose value is the caller's tenant, which every token must have then; empty
   *     where there are none
   * @param required what a claim must be, or have among its values
   * @param routes what a token allows; empty for everything
   */
  record Jwt(
      String issuer,
      Set<String> audiences,
      Optional<URI> jwks,
      Set<String> algorithms,
      Duration clockSkew,
      Optional<String> header,
      String nameClaim,
      Optional<String> tenantClaim,
      Map<String, String> required,
      Optional<ClaimedRoutes> routes)
      implements AuthSettings {
    /** Every asymmetric signature that the JDK checks by itself. */
    public static final List<String> ALGORITHMS =
        List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public Jwt {
      audiences = Set.copyOf(audiences);
      algorithms = Set.copyOf(algorithms);
      required = Map.copyOf(required);
    }

    /** Whether keys from there can be trusted: by https, or from this machine. */
    public static boolean isSafe(URI uri) {
      return uri.getHost() != null
          && ("https".equals(uri.getScheme())
              || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
    }
  }

  /**
   * What a token allows by one of its claims: what each value of the claim allows, together.
   *
   * @param claim a text, a text of several words, or a list of texts
   * @param allow by the claim's values; a value that is not here allows nothing
   */
  record ClaimedRoutes(String claim, Map<String, List<String>> allow) {
    public ClaimedRoutes {
      allow = Map.copyOf(allow);
    }
  }
}
