package dev.trefoil.usage;

import java.util.OptionalLong;

/**
 * What an account may do at a time.
 *
 * @param requestsPerMinute at least 1
 * @param tokensPerMinute of prompts and answers together, at least 1
 * @param callsAtOnce at least 1
 */
public record LimitTerms(
    OptionalLong requestsPerMinute, OptionalLong tokensPerMinute, OptionalLong callsAtOnce) {}
