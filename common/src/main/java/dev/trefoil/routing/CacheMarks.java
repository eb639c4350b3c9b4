package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Marks where a prompt will come again, for a caller that has no marks of its own: after the tools,
 * after the instructions at the beginning, and at the end, where the next turn's prompt goes on.
 * The mark of the turn before stands as well, so that what was kept then is found however much has
 * been added since: services look back by 20 blocks only ("Prompt caching" in Anthropic's
 * documentation). These are four, the most that services take. What is marked is too short to be
 * kept for some models; they take the marks and keep nothing.
 */
final class CacheMarks {
  private static final Part.CacheBreakpoint MARK = new Part.CacheBreakpoint(Optional.empty());

  private CacheMarks() {}

  static ChatRequest add(ChatRequest request) {
    List<Message> messages = new ArrayList<>(request.messages());
    int instructions = 0;
    while (instructions < messages.size() && messages.get(instructions).role() == Role.SYSTEM) {
      instructions++;
    }
    mark(messages, instructions - 1);
    int last = messages.size() - 1;
    int before = last;
    while (before >= 0 && messages.get(before).role() != Role.ASSISTANT) {
      before--;
    }
    if (last >= instructions && before < last) {
      mark(messages, last); // Not the beginning of an answer that is to be gone on with.
    }
    while (before >= 0 && messages.get(before).role() == Role.ASSISTANT) {
      before--;
    }
    if (before >= instructions) {
      mark(messages, before);
    }
    ChatRequest marked = request.withMessages(messages);
    if (request.tools().isEmpty()) {
      return marked;
    }
    List<Tool> tools = new ArrayList<>(request.tools());
    tools.set(tools.size() - 1, tools.getLast().withCache(Optional.of(MARK)));
    return marked.withTools(tools);
  }

  private static void mark(List<Message> messages, int at) {
    if (at >= 0 && !messages.get(at).parts().isEmpty()) {
      List<Part> parts = new ArrayList<>(messages.get(at).parts());
      parts.add(MARK);
      messages.set(at, messages.get(at).withParts(parts));
    }
  }
}
