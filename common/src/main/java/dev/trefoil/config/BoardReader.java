package dev.trefoil.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code board}: whether, and how often, processes learn from one another what fails. */
final class BoardReader {
  private static final long DEFAULT_SECONDS = 5;

  private BoardReader() {}

  /** How often the board is read; empty for none. To be called before {@code jobs} is read. */
  static Optional<Duration> read(ConfigMap file) {
    if (!file.has("board")) {
      return Optional.empty();
    }
    Optional<Duration> every = every(file);
    if (every.isPresent() && !file.has("jobs")) {
      file.mistake("board", "needs 'jobs', whose table it is kept in");
    }
    return every;
  }

  private static Optional<Duration> every(ConfigMap file) {
    if (file.isText("board")) {
      return file.flag("board")
          ? Optional.of(Duration.ofSeconds(DEFAULT_SECONDS))
          : Optional.empty();
    }
    return file.map("board").map(BoardReader::settings);
  }

  private static Duration settings(ConfigMap board) {
    OptionalLong seconds = board.number("readSeconds", 1, 3600);
    board.refuseTheRest();
    return Duration.ofSeconds(seconds.orElse(DEFAULT_SECONDS));
  }
}
