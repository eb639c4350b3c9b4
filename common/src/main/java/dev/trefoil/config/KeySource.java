package dev.trefoil.config;

/**
 * Where a key is. A key itself never stands in the configuration.
 *
 * @param variable the environment variable that holds it
 */
public record KeySource(String variable) {}
