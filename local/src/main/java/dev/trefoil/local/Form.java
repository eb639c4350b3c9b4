// In which form Trefoil runs on a cloud.
package dev.trefoil.local;

/** A form. */
public enum Form {
  /** A function for HTTP, and one for jobs that the platform brings messages to. */
  FUNCTIONS,
  /** One server, which takes jobs from the queue itself. */
  CONTAINERS
}
