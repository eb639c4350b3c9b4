package dev.trefoil.usage;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How usage is recorded.
 *
 * @param zone whose midnight ends a day
 * @param keep for how long
 */
public record UsageSettings(ZoneId zone, Duration keep) {}
