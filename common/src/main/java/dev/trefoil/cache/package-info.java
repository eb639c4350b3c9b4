/** Whole answers that are kept in the store, to be given again to the same request. */
package dev.trefoil.cache;
