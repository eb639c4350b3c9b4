package dev.trefoil.gateway;

/** Where the account of every call goes. Used by many threads at once. */
@FunctionalInterface
public interface CallLog {
  /** Keeps no account. */
  CallLog NONE = call -> {};

  /** A call has ended. */
  void call(CallRecord call);
}
