/**
 * Tools that Trefoil itself calls, and the loop that asks a model, calls what it wants called and
 * asks again. Knows no wire format of a door: it gives events.
 */
package dev.trefoil.agent;
