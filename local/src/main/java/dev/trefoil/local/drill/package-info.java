/** The drill: a seeded soak that makes services fail and counts what the callers got. */
package dev.trefoil.local.drill;
