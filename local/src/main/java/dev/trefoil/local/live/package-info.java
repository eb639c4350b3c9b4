/** {@code trefoil drill --against}: what the targets of a running Trefoil answer. */
package dev.trefoil.local.live;
