package dev.trefoil.door.files;

import java.time.Duration;

/**
 * What the configuration says of files.
 *
 * @param maxBytes the largest file that is kept
 * @param keep how long one is kept whose caller says nothing else, and the longest that one may say
 */
public record FileSettings(long maxBytes, Duration keep) {}
