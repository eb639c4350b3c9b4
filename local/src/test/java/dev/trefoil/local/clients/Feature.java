package dev.trefoil.local.clients;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a client is asked to do, each with the calls that a user of it would write. */
enum Feature {
  PLAIN("plain", "plain"),
  STREAM("stream", "stream"),
  TOOLS("tools", "tools"),
  STREAMED_TOOLS("streamedTools", "tools, streamed"),
  STRUCTURED("structured", "structured"),
  IMAGE("image", "image"),
  EMBEDDINGS("embeddings", "embeddings"),
  COUNT("count", "count"),
  CONVERSATION("conversation", "conversation"),
  BACKGROUND("background", "background"),
  FAILED_STREAM("failedStream", "failed stream"),
  UNKNOWN_MODEL("unknownModel", "not found"),
  THROTTLED("throttled", "throttled");

  private final String word;
  private final String title;

  Feature(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /** As the programs under src/test/npm call it. */
  String word() {
    return word;
  }

  /** As the table calls it. */
  String title() {
    return title;
  }

  /** All but some. */
  static Set<Feature> allBut(Feature... missing) {
    return EnumSet.complementOf(EnumSet.copyOf(Arrays.asList(missing)));
  }
}
