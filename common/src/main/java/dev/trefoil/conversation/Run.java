package dev.trefoil.conversation;

/**
 * A response that is being made in a conversation, which nobody else goes on meanwhile.
 *
 * @param version of its record
 */
public final class Run {
  private final TurnRecord record;
  private final String version;

  Run(TurnRecord record, String version) {
    this.record = record;
    this.version = version;
  }

  TurnRecord record() {
    return record;
  }

  String version() {
    return version;
  }
}
