/** {@code trefoil bench}: what Trefoil costs, beside what others cost on the same machine. */
package dev.trefoil.benchmarks;
