/** Where a target keeps what it is sent, as far as that is known: fail closed. */
package dev.trefoil.routing.residency;
