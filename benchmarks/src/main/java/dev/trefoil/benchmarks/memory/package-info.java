/** What memory the processes need. */
package dev.trefoil.benchmarks.memory;
