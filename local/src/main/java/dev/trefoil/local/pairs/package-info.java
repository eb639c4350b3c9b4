/** The nine pairs of host cloud and model service, tried out. */
package dev.trefoil.local.pairs;
