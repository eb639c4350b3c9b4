package dev.trefoil.provider;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names under which a service knows a request's tools, and those that its history called, where
 * it does not take them as they are. A name is made of the caller's alone, so that it stays the
 * same from turn to turn.
 */
final class CallNames {
  private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final int DIGEST_BYTES = 4;

  private final Map<String, String> theirs = new HashMap<>(0);
  private final Map<String, String> ours = new HashMap<>(0);

  private CallNames() {}

  /**
   * @param taken names that the service takes as they are; all that begin with a letter or {@code
   *     _} and go on with letters, digits, {@code _} and {@code -}, up to {@code longest}, are
   */
  static CallNames of(ChatRequest request, Pattern taken, int longest) {
    Set<String> all = new LinkedHashSet<>();
    for (Tool tool : request.tools()) {
      all.add(tool.name());
    }
    for (Message message : request.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          all.add(call.name());
        }
      }
    }
    CallNames names = new CallNames();
    for (String name : all) {
      if (!taken.matcher(name).matches()) {
        String made = made(name, name, longest);
        for (int i = 2; all.contains(made) || names.ours.containsKey(made); i++) {
          made = made(name, name + "#" + i, longest);
        }
        names.theirs.put(name, made);
        names.ours.put(made, name);
      }
    }
    return names;
  }

  /** Like the name, and with a digest that tells it from others that are as like. */
  private static String made(String name, String digested, int longest) {
    String digest = "_" + CallIds.digest(digested, DIGEST_BYTES);
    String like = FOREIGN.matcher(name).replaceAll("_");
    if (!like.isEmpty() && (Character.isDigit(like.charAt(0)) || like.charAt(0) == '-')) {
      like = "_" + like;
    }
    return like.substring(0, Math.min(like.length(), longest - digest.length())) + digest;
  }

  boolean isEmpty() {
    return theirs.isEmpty();
  }

  /** What the service calls a tool. */
  String theirs(String name) {
    return theirs.getOrDefault(name, name);
  }

  /** Gives on the events of an answer with the tools' own names. */
  ChatListener back(ChatListener listener) {
    return listener.changing(
        event ->
            event instanceof ChatEvent.ToolCallStarted call && ours.containsKey(call.name())
                ? new ChatEvent.ToolCallStarted(
                    call.choice(), call.index(), call.id(), ours.get(call.name()), call.signature())
                : event);
  }
}
