package dev.trefoil.policy;

/** Who says which beginning of a prompt services are to keep. */
public enum PromptCaching {
  /** The caller, by its marks; where it has none, services do as they do by themselves. */
  CALLERS,
  /** We do, where the caller has no marks: tools, instructions and the last turns. */
  AUTO
}
