package dev.trefoil.door;

import java.util.Map;

/** Reads {@code metadata} as OpenAI bounds it. */
public final class MetadataParser {
  private static final int MAX_LABELS = 16;
  private static final int MAX_LABEL_NAME = 64;
  private static final int MAX_LABEL = 512;

  private MetadataParser() {}

  public static Map<String, String> read(RequestFields fields) throws Problem {
    Map<String, String> labels = fields.texts("metadata");
    if (labels.size() > MAX_LABELS) {
      throw Problem.invalid("metadata", "'metadata' holds more than " + MAX_LABELS + " labels.");
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (label.getKey().isEmpty()
          || label.getKey().length() > MAX_LABEL_NAME
          || label.getValue().length() > MAX_LABEL) {
        throw Problem.invalid(
            "metadata",
            "'metadata' takes names of 1 to "
                + MAX_LABEL_NAME
                + " characters and values of at most "
                + MAX_LABEL
                + ".");
      }
    }
    return labels;
  }
}
