package dev.trefoil.door.messages;

/** Finds out where a JSON object that comes in pieces ends, and looks at nothing else in it. */
final class ObjectEnd {
  private int depth;
  private boolean begun;
  private boolean inText;
  private boolean escaped;

  void begin() {
    depth = 0;
    begun = false;
    inText = false;
    escaped = false;
  }

  void take(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (inText) {
        escaped = c == '\\';
        inText = c != '"';
      } else if (c == '"') {
        inText = true;
      } else if (c == '{') {
        depth++;
        begun = true;
      } else if (c == '}') {
        depth--;
      }
    }
  }

  boolean isReached() {
    return begun && depth == 0;
  }
}
