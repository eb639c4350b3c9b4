package dev.trefoil.deployment.archive;

import dev.trefoil.local.LocalConfig;
import java.util.Map;
import java.util.regex.Pattern;

/** The configuration that {@code trefoil up} has when it is given none, as far as HTTP goes. */
final class Emulated {
  private static final Pattern JOBS = Pattern.compile("(?ms)^jobs:.*?(?=^\\S|\\z)");

  private Emulated() {}

  /** Without jobs: their emulators are no part of what is tested here. */
  static LocalConfig config() {
    return LocalConfig.of(JOBS.matcher(LocalConfig.bundled()).replaceAll(""), Map.of());
  }

  /** The same where a cold call on a busy machine is not given up for another service's. */
  static LocalConfig patient() {
    return LocalConfig.of(
        config().yaml() + "\nlimits: {firstTokenMs: 25000, firstTokenThinkingMs: 25000}\n",
        Map.of());
  }
}
