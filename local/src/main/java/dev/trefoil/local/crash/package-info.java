/** {@code trefoil crash}: jobs while workers are killed, and what became of each. */
package dev.trefoil.local.crash;
