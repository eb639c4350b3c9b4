/** What can be called, and in which order. */
package dev.trefoil.target;
