/** The same call by Trefoil and by the bare clients, in a process of its own. */
package dev.trefoil.benchmarks.calls;
