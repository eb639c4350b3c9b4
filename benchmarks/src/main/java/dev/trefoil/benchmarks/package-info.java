/** What a call costs in Trefoil itself; docs/performance.md keeps the figures. */
package dev.trefoil.benchmarks;
