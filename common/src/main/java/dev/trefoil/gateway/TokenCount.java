package dev.trefoil.gateway;

/**
 * How long a prompt is.
 *
 * @param tokens as the model that would be asked first counts them
 * @param estimated whether they were not counted, but estimated by the prompt's length
 */
public record TokenCount(long tokens, boolean estimated) {}
