package dev.trefoil.config;

import java.time.Duration;

/**
 * What trefoil.yaml says of files that callers keep.
 *
 * @param maxBytes the largest that is taken
 * @param keep how long one is kept at most; zero for not at all
 */
public record FilesConfig(long maxBytes, Duration keep) {}
