package dev.trefoil.job;

/**
 * One message of a queue, as a platform delivered it.
 *
 * @param id the platform's own id of the message, the same on every redelivery
 * @param body as sent; bytes that are no UTF-8 come as replacement characters, and fail as JSON
 */
public record QueueMessage(String id, String body) {}
