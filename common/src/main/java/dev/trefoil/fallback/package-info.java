/** The loop over all targets of a call, until one has answered. */
package dev.trefoil.fallback;
