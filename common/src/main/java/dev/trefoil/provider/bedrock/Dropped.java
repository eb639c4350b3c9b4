package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import java.util.ArrayList;
import java.util.List;

/** What of a request is left out, for the mappers as well as for the caller to be told. */
final class Dropped {
  private Dropped() {}

  /** The fields in OpenAI's spelling. */
  static List<String> of(ConverseInput asked) {
    Settings settings = asked.settings();
    List<String> dropped = new ArrayList<>();
    if (settings.seed().isPresent()) {
      dropped.add("seed");
    }
    if (settings.user().isPresent()) {
      dropped.add("user");
    }
    if (Thinking.isDropped(asked)) {
      dropped.add("reasoning_effort");
    }
    if (!takesStrict(asked) && asked.request().tools().stream().anyMatch(Tool::strict)) {
      dropped.add("tools.strict");
    }
    dropped.addAll(SettingsMapper.labels(settings).dropped());
    if (asked.request().asksForDetail()) {
      dropped.add("image_url.detail");
    }
    asked.request().extras().keySet().stream().sorted().forEach(dropped::add);
    return dropped;
  }

  /** Whether the service can hold a call's arguments to their schema. */
  static boolean takesStrict(ConverseInput asked) {
    return asked.can().schema();
  }
}
