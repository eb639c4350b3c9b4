package dev.trefoil.identity;

import dev.trefoil.policy.Cloud;
import java.util.Locale;
import java.util.Optional;

/** Whose identities a process has: those that a cloud gives to what runs on it, or a person's. */
public enum Origin {
  AWS,
  AZURE,
  GCP,

  /** What the clouds' own command lines have signed in on this machine. */
  LOCAL;

  public static Origin of(Cloud cloud) {
    return switch (cloud) {
      case AWS -> AWS;
      case AZURE -> AZURE;
      case GCP -> GCP;
    };
  }

  /** The cloud, where it is one. */
  public Optional<Cloud> cloud() {
    return switch (this) {
      case AWS -> Optional.of(Cloud.AWS);
      case AZURE -> Optional.of(Cloud.AZURE);
      case GCP -> Optional.of(Cloud.GCP);
      case LOCAL -> Optional.empty();
    };
  }

  /** As in the configuration. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
