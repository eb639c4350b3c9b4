package dev.trefoil.config;

import dev.trefoil.auth.AllowedRoutes;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.AuthSettings.ClaimedRoutes;
import dev.trefoil.auth.AuthSettings.Jwt;
import dev.trefoil.auth.AuthSettings.Key;
import dev.trefoil.auth.Caller;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code auth}, which has no default: who may call is never left to chance. */
final class AuthReader {
  private static final String CHOICES =
      "`auth: platform` (whom the cloud's own door has verified: IAM, an authorizer, Easy Auth),"
          + " `auth: {keys: …}` (bearer keys of yours, kept as SHA-256), `auth: {jwt: …}` (tokens of"
          + " your identity provider) or `auth: none` (whoever can reach it)";

  /** So far may clocks differ; one that is further off is not a clock. */
  private static final long LARGEST_SKEW = 300;

  private static final long FRESH_SECONDS = 5;
  private static final long MOST_FRESH_SECONDS = 300;

  private static final OptionalLong SKEW = OptionalLong.of(60);

  private final Set<String> routes;
  private final Set<String> services;

  private AuthReader(Set<String> routes, Set<String> services) {
    this.routes = routes;
    this.services = services;
  }

  /** What it gives after a mistake is not to be used. */
  static AuthSettings read(ConfigMap file, Set<String> routes, Set<String> services) {
    if (!file.names().contains("auth")) {
      file.mistake("auth", "is missing: write " + CHOICES);
      return new AuthSettings.Platform();
    }
    if (file.isText("auth")) {
      return file.text("auth", AuthReader::wrongWord).orElse("").equals("none")
          ? new AuthSettings.None()
          : new AuthSettings.Platform();
    }
    return new AuthReader(routes, services)
        .structured(file.map("auth").orElseThrow(), file.has("jobs"));
  }

  private static Optional<String> wrongWord(String text) {
    return List.of("none", "platform").contains(text)
        ? Optional.empty()
        : Optional.of("is not a way to tell callers apart: write " + CHOICES);
  }

  /** How old what is known of issued keys may be; empty where none are. */
  private static Optional<Duration> issued(ConfigMap auth, boolean stored) {
    if (!auth.has("issued")) {
      return Optional.empty();
    }
    if (!stored) {
      auth.mistake("issued", "needs 'jobs', in whose table keys are kept");
    }
    if (auth.isText("issued")) {
      return auth.flag("issued")
          ? Optional.of(Duration.ofSeconds(FRESH_SECONDS))
          : Optional.empty();
    }
    return auth.map("issued")
        .map(
            map -> {
              long seconds =
                  map.number("cacheSeconds", 1, MOST_FRESH_SECONDS).orElse(FRESH_SECONDS);
              map.refuseTheRest();
              return Duration.ofSeconds(seconds);
            });
  }

  private AuthSettings structured(ConfigMap auth, boolean stored) {
    List<String> names = auth.names();
    AuthSettings settings = new AuthSettings.Platform();
    if (names.contains("keys") && List.of("keys", "issued").containsAll(names)) {
      settings =
          new AuthSettings.Keys(
              auth.map("keys").map(this::keys).orElse(List.of()), issued(auth, stored));
    } else if (names.equals(List.of("jwt"))) {
      settings = auth.map("jwt").<AuthSettings>map(this::jwt).orElse(settings);
    } else {
      auth.mistake("", "must be one of the four: write " + CHOICES);
      names.forEach(auth::forget);
    }
    auth.refuseTheRest();
    return settings;
  }

  private List<Key> keys(ConfigMap declared) {
    List<Key> keys = new ArrayList<>();
    Set<String> hashes = new HashSet<>();
    List<String> names = declared.names();
    if (names.isEmpty()) {
      declared.mistake("", "names no key");
    }
    for (String name : names) {
      if (!name.matches(Key.NAMES)) {
        declared.mistake(name, "is not a name: letters, digits, . _ @ and - only");
      }
      if (Caller.isReserved(name)) {
        declared.mistake(
            name, "is whom jobs belong to that lie on the queue directly: take another name");
      }
      ConfigMap key = declared.map(name).orElseThrow();
      for (String word : List.of("key", "value", "secret")) {
        if (key.names().contains(word)) {
          key.mistake(word, "must not stand in the configuration: `./trefoil key` says what does");
          key.forget(word);
        }
      }
      Optional<String> hash =
          key.requiredText("sha256", "[0-9A-Fa-f]{64}", "the SHA-256 of a key in hexadecimal")
              .map(text -> text.toLowerCase(Locale.ROOT));
      if (hash.isPresent() && !hashes.add(hash.get())) {
        key.mistake("", "has the key of another");
      }
      Optional<AllowedRoutes> allowed =
          key.names().contains("routes")
              ? Optional.of(AllowedRoutes.of(key.texts("routes", this::wrongAllowance)))
              : Optional.empty();
      Optional<String> tenant = key.text("tenant", AuthReader::wrongTenant);
      hash.ifPresent(text -> keys.add(new Key(name, text, tenant, allowed)));
      key.refuseTheRest();
    }
    return keys;
  }

  private Jwt jwt(ConfigMap jwt) {
    boolean located = jwt.names().contains("jwks");
    Function<String, Optional<String>> safe = AuthReader::unsafe;
    Optional<String> jwks = jwt.text("jwks", safe);
    if (!jwt.names().contains("issuer")) {
      jwt.mistake("issuer", "is missing");
    }
    Optional<String> issuer = jwt.text("issuer", located ? text -> Optional.empty() : safe);
    List<String> audiences = jwt.texts("audiences", text -> Optional.empty());
    List<String> algorithms =
        jwt.names().contains("algorithms")
            ? jwt.texts("algorithms", AuthReader::wrongAlgorithm)
            : Jwt.ALGORITHMS;
    long skew = jwt.number("clockSkewSeconds", 0, LARGEST_SKEW, SKEW).orElse(0);
    Optional<String> header = jwt.text("header", HttpReader::wrongHeader);
    String name = jwt.text("name").orElse("sub");
    Optional<String> tenant = jwt.text("tenant");
    Map<String, String> required = new LinkedHashMap<>();
    jwt.map("require")
        .ifPresent(
            claims ->
                claims
                    .names()
                    .forEach(
                        claim -> claims.text(claim).ifPresent(text -> required.put(claim, text))));
    Optional<ClaimedRoutes> allowed = jwt.map("routes").map(this::claimed);
    jwt.refuseTheRest();
    return new Jwt(
        issuer.orElse(""),
        Set.copyOf(audiences),
        jwks.map(URI::create),
        Set.copyOf(algorithms),
        Duration.ofSeconds(skew),
        header,
        name,
        tenant,
        required,
        allowed);
  }

  private static Optional<String> wrongTenant(String text) {
    return Caller.isTenant(text)
        ? Optional.empty()
        : Optional.of("is no tenant's name: " + Caller.TENANTS);
  }

  private ClaimedRoutes claimed(ConfigMap routesOfClaim) {
    String claim = routesOfClaim.requiredText("claim").orElse("");
    Map<String, List<String>> allow = new HashMap<>();
    Optional<ConfigMap> values = routesOfClaim.map("allow");
    if (values.isEmpty()) {
      routesOfClaim.mistake("allow", "is missing");
    }
    values.ifPresent(
        map ->
            map.names().forEach(value -> allow.put(value, map.texts(value, this::wrongAllowance))));
    routesOfClaim.refuseTheRest();
    return new ClaimedRoutes(claim, allow);
  }

  /** A name that allows nothing is a slip of the pen. */
  private Optional<String> wrongAllowance(String text) {
    int slash = text.indexOf('/');
    if (text.contains("*") || routes.contains(text)) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of("is neither a route nor has a *");
    }
    return services.contains(text.substring(0, slash))
        ? Optional.empty()
        : Optional.of("is neither a route nor a target of a declared service");
  }

  private static Optional<String> unsafe(String text) {
    try {
      return Jwt.isSafe(URI.create(text))
          ? Optional.empty()
          : Optional.of("is not a URL with https: http is for this machine only");
    } catch (IllegalArgumentException e) {
      return Optional.of("is not a URL");
    }
  }

  private static Optional<String> wrongAlgorithm(String text) {
    return Jwt.ALGORITHMS.contains(text)
        ? Optional.empty()
        : Optional.of("is not one of " + String.join(", ", Jwt.ALGORITHMS));
  }
}
