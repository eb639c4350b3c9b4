/** The same prompts sent to all targets of a route, and how their answers differ. */
package dev.trefoil.local.compare;
