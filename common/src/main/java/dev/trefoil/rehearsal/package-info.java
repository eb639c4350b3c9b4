/**
 * Model services played on loopback, so that a process can walk its own code before its first call
 * without asking a model that has to be paid.
 */
package dev.trefoil.rehearsal;
