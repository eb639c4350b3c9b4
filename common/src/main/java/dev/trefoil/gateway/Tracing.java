package dev.trefoil.gateway;

import dev.trefoil.attempt.Call;

/** Gives each call its place in a trace, before anything is tried. Used by many threads at once. */
@FunctionalInterface
public interface Tracing {
  /** No spans are written: services are told what the caller has told. */
  Tracing NONE = call -> call;

  /** The same call with a span of its own, under its caller's where that has told one. */
  Call begin(Call call);
}
