/** How the cost of a call grows with what is asked. */
package dev.trefoil.benchmarks.growth;
