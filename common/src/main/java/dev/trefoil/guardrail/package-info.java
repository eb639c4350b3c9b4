/** Checks of what calls ask and what is answered: rules of our own, and the clouds' services. */
package dev.trefoil.guardrail;
