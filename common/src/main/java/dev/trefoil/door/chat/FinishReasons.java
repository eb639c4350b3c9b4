package dev.trefoil.door.chat;

import dev.trefoil.chat.FinishReason;

/** OpenAI's words for why a model stopped. */
final class FinishReasons {
  private FinishReasons() {}

  static String name(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }
}
