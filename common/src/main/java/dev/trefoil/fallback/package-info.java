/** One call, tried on target after target until one answers. */
package dev.trefoil.fallback;
