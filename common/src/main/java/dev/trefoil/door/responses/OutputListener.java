package dev.trefoil.door.responses;

/** Hears how the items of an answer grow, in the order of a stream's events. */
interface OutputListener {
  /** Hears nothing. */
  OutputListener NONE =
      new OutputListener() {
        @Override
        public void added(OutputItem item) {}

        @Override
        public void began(OutputItem item, Piece piece, int at) {}

        @Override
        public void delta(OutputItem item, Piece piece, int at, String text) {}

        @Override
        public void annotated(MessageItem item, int at, int annotation, String json) {}

        @Override
        public void ended(OutputItem item, Piece piece, int at) {}

        @Override
        public void progress(OutputItem item, EventType type) {}

        @Override
        public void done(OutputItem item) {}
      };

  /** An item begins; it is empty. */
  void added(OutputItem item);

  /** A piece of it begins. */
  void began(OutputItem item, Piece piece, int at);

  /** More of a piece. */
  void delta(OutputItem item, Piece piece, int at, String text);

  /** A note on a piece. */
  void annotated(MessageItem item, int at, int annotation, String json);

  /** Something was done for an item that Trefoil itself makes. */
  void progress(OutputItem item, EventType type);

  /** A piece is complete. */
  void ended(OutputItem item, Piece piece, int at);

  /** An item is complete. */
  void done(OutputItem item);
}
