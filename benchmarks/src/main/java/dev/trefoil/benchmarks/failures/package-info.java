/** What callers get while a service fails, behind Trefoil and behind Portkey. */
package dev.trefoil.benchmarks.failures;
