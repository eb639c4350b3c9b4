/**
 * The table of paths, and what holds for all of them, in the order in which a call meets it: what
 * its door takes ({@code ResponseLimits}), pages of other origins ({@code Cors}), its path ({@code
 * RequestPath}), who sends it, its body ({@code RequestBodies}), its time ({@code PaidCalls}).
 */
package dev.trefoil.endpoints;
