/**
 * Traces and metrics of calls, as far as no library of telemetry is needed: what is wanted, which
 * calls are traced, and when what sends it is loaded.
 */
package dev.trefoil.telemetry;
