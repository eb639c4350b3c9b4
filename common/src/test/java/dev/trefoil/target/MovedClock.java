package dev.trefoil.target;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that stands still until a test moves it. */
public final class MovedClock implements InstantSource {
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");

  public void advance(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
