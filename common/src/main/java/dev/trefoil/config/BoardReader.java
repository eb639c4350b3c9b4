package dev.trefoil.config;

import dev.trefoil.health.BoardSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code board}: whether, and how often, processes learn from one another what fails. */
final class BoardReader {
  private static final long DEFAULT_SECONDS = 5;
  private static final long DEFAULT_FIRST_READ_MS = 1_000;
  private static final long MOST_FIRST_READ_MS = 10_000;

  private BoardReader() {}

  /** How the board is read; empty for none. To be called before {@code jobs} is read. */
  static Optional<BoardSettings> read(ConfigMap file) {
    if (!file.has("board")) {
      return Optional.empty();
    }
    Optional<BoardSettings> settings = settings(file);
    if (settings.isPresent() && !file.has("jobs")) {
      file.mistake("board", "needs 'jobs', whose table it is kept in");
    }
    return settings;
  }

  private static Optional<BoardSettings> settings(ConfigMap file) {
    if (file.isText("board")) {
      return file.flag("board")
          ? Optional.of(settings(DEFAULT_SECONDS, DEFAULT_FIRST_READ_MS))
          : Optional.empty();
    }
    return file.map("board").map(BoardReader::members);
  }

  private static BoardSettings members(ConfigMap board) {
    OptionalLong seconds = board.number("readSeconds", 1, 3600);
    OptionalLong firstRead = board.number("firstReadMs", 0, MOST_FIRST_READ_MS);
    board.refuseTheRest();
    return settings(seconds.orElse(DEFAULT_SECONDS), firstRead.orElse(DEFAULT_FIRST_READ_MS));
  }

  private static BoardSettings settings(long seconds, long firstReadMs) {
    return new BoardSettings(Duration.ofSeconds(seconds), Duration.ofMillis(firstReadMs));
  }
}
