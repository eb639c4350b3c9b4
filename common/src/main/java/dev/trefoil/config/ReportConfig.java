package dev.trefoil.config;

import dev.trefoil.report.ReportSettings;
import java.net.URI;
import java.util.Optional;

/**
 * What is said of daily reports.
 *
 * @param webhook who is told by HTTP; empty for nobody
 */
public record ReportConfig(ReportSettings settings, Optional<Webhook> webhook) {
  /**
   * Who is told by HTTP.
   *
   * @param url of https
   * @param key by which the message is signed
   */
  public record Webhook(URI url, KeySource key) {}
}
