/** What guardrails of this process cost. */
package dev.trefoil.benchmarks.guardrails;
