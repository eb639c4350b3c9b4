// An AWS account: its temporary keys, its roles, and whom they trust.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.SecretText;
import dev.trefoil.emulators.identity.TokenLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What IAM knows. */
public final class AwsAccount implements AwsKeyring {

  private static final String ANOTHER_ACCOUNT = "999999999999";
  private static final int KEY_LIMIT = 10_000;

  private final String id;
  private final Map<String, Role> roles;
  private final Map<String, List<String>> providers;
  private final TokenLedger ledger;
  private final Clock clock;
  private final Map<String, AwsCredentials> keys = new ConcurrentHashMap<>();
  private final AtomicBoolean outboundFederation = new AtomicBoolean(true);

  /**
   * An account.
   *
   * @param id twelve digits
   * @param roles by name
   * @param providers the issuers that are registered as OIDC providers, each to the audiences that
   *     it is registered with; {@code accounts.google.com} is built in and knows no list
   */
  public AwsAccount(
      String id,
      Map<String, Role> roles,
      Map<String, List<String>> providers,
      TokenLedger ledger,
      Clock clock) {
    this.id = id;
    this.roles = Map.copyOf(roles);
    this.providers = Map.copyOf(providers);
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * A role's policies.
   *
   * @param actions what it may do
   * @param trusts which web identities may assume it
   */
  public record Role(Set<String> actions, List<WebIdentityTrust> trusts) {}

  /** The account's number. */
  public String id() {
    return id;
  }

  /** Whether the account may issue web tokens to the outside. */
  public boolean outboundFederation() {
    return outboundFederation.get();
  }

  /** Allows or forbids the account to issue web tokens to the outside. */
  public void outboundFederation(boolean enabled) {
    outboundFederation.set(enabled);
  }

  /** The audiences that an issuer is registered with; empty for none that is registered. */
  Optional<List<String>> provider(String issuer) {
    return Optional.ofNullable(providers.get(issuer));
  }

  /** The role of this ARN, if the account has it. */
  Optional<Role> role(String arn) {
    return roles.entrySet().stream()
        .filter(entry -> new AwsRole(id, entry.getKey()).arn().equals(arn))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public boolean allows(String principal, String action) {
    return AwsRole.ofSession(principal)
        .filter(role -> role.account().equals(id))
        .map(role -> roles.get(role.name()))
        .filter(role -> role.actions().contains(action))
        .isPresent();
  }

  @Override
  public Optional<AwsCredentials> find(String accessKeyId) {
    return Optional.ofNullable(keys.get(accessKeyId))
        .filter(key -> !ledger.isRevoked(key.secretAccessKey()));
  }

  /**
   * Issues a key.
   *
   * @param role whom it acts as
   * @param flaw what is to be wrong with it
   * @return the key as its holder sees it
   */
  public AwsCredentials issue(
      AwsRole role, String session, Duration lifetime, Origin origin, Optional<Flaw> flaw) {
    Instant now = clock.instant();
    AwsRole actual =
        switch (flaw.orElse(null)) {
          case WRONG_SUBJECT -> new AwsRole(id, "someone-else");
          case WRONG_ISSUER -> new AwsRole(ANOTHER_ACCOUNT, role.name());
          case null, default -> role;
        };
    var shown =
        new AwsCredentials(
            "ASIA" + SecretText.hex(8),
            SecretText.base64(30),
            SecretText.base64(96),
            now.plus(lifetime),
            actual.session(session),
            actual.equals(role) ? origin : new Origin(origin.issuer(), actual.arn()));
    ledger.gaveOut(List.of(shown.secretAccessKey(), shown.sessionToken()));
    if (keys.size() >= KEY_LIMIT) {
      keys.values().removeIf(key -> key.expiresAt().isBefore(now));
    }
    keys.put(shown.accessKeyId(), known(shown, flaw, now));
    return shown;
  }

  /** The key as the account knows it, which is another where it is flawed. */
  private static AwsCredentials known(AwsCredentials shown, Optional<Flaw> flaw, Instant now) {
    String secret = shown.secretAccessKey();
    String token = shown.sessionToken();
    Instant end = shown.expiresAt();
    switch (flaw.orElse(null)) {
      case BAD_SIGNATURE -> secret = SecretText.base64(30);
      case UNSIGNED, WRONG_AUDIENCE -> token = SecretText.base64(96);
      case EXPIRED -> end = now;
      case null, default -> {}
    }
    return new AwsCredentials(
        shown.accessKeyId(), secret, token, end, shown.principal(), shown.origin());
  }
}
