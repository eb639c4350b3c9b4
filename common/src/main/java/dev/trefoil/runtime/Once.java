package dev.trefoil.runtime;

import java.util.function.Supplier;

/** What is built when it is first needed, once: none of its classes are loaded before. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> build;
  private T built;

  Once(Supplier<T> build) {
    this.build = build;
  }

  @Override
  public synchronized T get() {
    if (built == null) {
      built = build.get();
    }
    return built;
  }
}
