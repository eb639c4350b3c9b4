// The one conversation that all benchmarks of translation translate.
package dev.trefoil.benchmarks.translation;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.door.chat.FrontDoorBenchmark;
import java.util.List;

/** Three messages, about a kilobyte. */
public final class Conversations {
  /** What a message says. */
  public static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(7);

  private Conversations() {}

  /** As {@link FrontDoorBenchmark} reads it. */
  public static ChatRequest request() {
    return new ChatRequest(
        List.of(
            Message.of(Role.USER, TEXT),
            Message.of(Role.ASSISTANT, TEXT),
            Message.of(Role.USER, TEXT)),
        Settings.DEFAULTS,
        true);
  }
}
