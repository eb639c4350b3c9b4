/** This build beside another commit's, in pairs. */
package dev.trefoil.benchmarks.commit;
