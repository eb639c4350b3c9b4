/** Copies of calls for standbys: when they are sent, and what they may cost. */
package dev.trefoil.shadow;
