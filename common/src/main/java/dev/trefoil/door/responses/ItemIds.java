package dev.trefoil.door.responses;

import java.util.Locale;
import java.util.UUID;

/**
 * The ids of one response and its items. An item's id names its response, so that an item that is
 * referred to is found without an index; all are below the 64 characters that OpenAI takes.
 *
 * @param key 32 small letters and digits
 */
record ItemIds(String key) {
  static final String MESSAGE = "msg";
  static final String REASONING = "rs";
  static final String FUNCTION_CALL = "fc";
  static final String CUSTOM_CALL = "ctc";

  /** Of an item that the caller sent. */
  static final String INPUT = "in";

  /** Those of a new response. */
  static ItemIds make() {
    return new ItemIds(UUID.randomUUID().toString().replace("-", ""));
  }

  /** The response's. */
  String response() {
    return "resp_" + key;
  }

  /**
   * An item's.
   *
   * @param position among the items of the output, or of the input
   */
  String item(String kind, int position) {
    return kind + "_" + key + String.format(Locale.ROOT, "%04d", position);
  }
}
