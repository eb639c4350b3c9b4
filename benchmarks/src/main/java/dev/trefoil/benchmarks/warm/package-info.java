/** What a call costs in a process that has done many. */
package dev.trefoil.benchmarks.warm;
