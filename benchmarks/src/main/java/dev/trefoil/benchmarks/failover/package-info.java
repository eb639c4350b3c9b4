/** What it costs when a call is answered by another target than the first. */
package dev.trefoil.benchmarks.failover;
