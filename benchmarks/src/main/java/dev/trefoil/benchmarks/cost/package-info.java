/** What calls cost at the clouds' list prices. */
package dev.trefoil.benchmarks.cost;
