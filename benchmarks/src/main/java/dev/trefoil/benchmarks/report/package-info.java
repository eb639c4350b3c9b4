/** Figures, what they are compared with and held to, and the table that says so. */
package dev.trefoil.benchmarks.report;
