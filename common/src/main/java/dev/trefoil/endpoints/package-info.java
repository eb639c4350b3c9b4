/** The table of paths, and what holds for all of them: limits, request ids, errors. */
package dev.trefoil.endpoints;
