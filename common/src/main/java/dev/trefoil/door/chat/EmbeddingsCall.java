package dev.trefoil.door.chat;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/**
 * One embeddings call, as read from its body.
 *
 * @param model a route's name or a target
 * @param preferences what the caller says of the way that its call is to go
 * @param base64 whether vectors are wanted as base64 of little-endian floats, not as numbers
 * @param dropped the request's fields that no service will see, by their paths
 */
record EmbeddingsCall(
    String model,
    RoutingPreferences preferences,
    EmbeddingRequest request,
    boolean base64,
    List<String> dropped) {}
