package dev.trefoil.openai;

import dev.trefoil.chat.ChatRequest;
import java.util.List;

/**
 * One chat call, as read from its body.
 *
 * @param model a route's name or a target
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param dropped the request's fields that no service will see, by their paths
 */
record ChatCall(String model, ChatRequest request, boolean includeUsage, List<String> dropped) {
  ChatCall {
    dropped = List.copyOf(dropped);
  }
}
