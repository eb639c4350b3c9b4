package dev.trefoil.config;

import java.time.Duration;
import java.util.Optional;

/** Reads {@code files}: how large they may be, and how long they are kept. */
final class FilesReader {
  private static final long DEFAULT_BYTES = 100L << 20;
  private static final long MOST_BYTES = 1L << 30;
  private static final long DEFAULT_DAYS = 30;
  private static final long MOST_DAYS = 3_650;

  private FilesReader() {}

  static FilesConfig read(ConfigMap file) {
    Optional<ConfigMap> section = file.map("files");
    long bytes = DEFAULT_BYTES;
    long days = DEFAULT_DAYS;
    if (section.isPresent()) {
      bytes = section.get().number("maxBytes", 1, MOST_BYTES).orElse(DEFAULT_BYTES);
      days = section.get().number("keepDays", 0, MOST_DAYS).orElse(DEFAULT_DAYS);
      section.get().refuseTheRest();
    }
    return new FilesConfig(bytes, Duration.ofDays(days));
  }
}
