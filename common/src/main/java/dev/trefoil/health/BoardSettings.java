package dev.trefoil.health;

import java.time.Duration;

/**
 * How a process learns from the board.
 *
 * @param every how old what is known of it may be when a call begins
 * @param firstRead the longest that the first call of a process waits for it
 */
public record BoardSettings(Duration every, Duration firstRead) {}
