/** Start-up: from nothing, from an AOT cache, from a snapshot. */
package dev.trefoil.benchmarks.cold;
