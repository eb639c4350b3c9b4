package dev.trefoil.fallback;

/** What was found of an answer whose service did not see to it that it holds to its schemas. */
public enum SchemaFinding {
  PASSED,
  /** A schema that cannot be checked, such as one that costs too much to follow. */
  UNCHECKED,
  FAILED;

  /** The worse of two. */
  public SchemaFinding and(SchemaFinding other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
