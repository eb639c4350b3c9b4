package dev.trefoil.door.messages;

/**
 * Takes the blocks of an answer, one after the other. Each begins empty, gets what is said in it,
 * and ends; indexes count from 0 without a gap.
 */
interface BlockWriter {
  /** What more of a block is. */
  enum Kind {
    TEXT("text_delta", "text"),
    THINKING("thinking_delta", "thinking"),
    INPUT("input_json_delta", "partial_json");

    /** A delta's type. */
    final String type;

    /** The member that it has. */
    final String member;

    Kind(String type, String member) {
      this.type = type;
      this.member = member;
    }
  }

  void beginText(int index);

  void beginThinking(int index);

  void beginCall(int index, String id, String name);

  /** A thought that only its provider can read: all of it. */
  void redacted(int index, String data);

  /**
   * A block of this protocol alone: all of it.
   *
   * @param json as its service gave it
   */
  void own(int index, String json);

  /**
   * More of the block.
   *
   * @param text never empty
   */
  void more(int index, Kind kind, String text);

  /** The mark on a thought. */
  void signature(int index, String value);

  /**
   * Where a text is from.
   *
   * @param json a list of places
   */
  void citations(int index, String json);

  void end(int index);
}
