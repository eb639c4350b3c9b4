package dev.trefoil.http;

/**
 * Whom the platform itself has verified as the sender of a call, before the function saw it. Only
 * an adapter makes one, from what its platform vouches for; never from what a client can write.
 *
 * @param name the platform's name for it: an ARN, an e-mail address, an object id
 */
public record Principal(String name) {}
