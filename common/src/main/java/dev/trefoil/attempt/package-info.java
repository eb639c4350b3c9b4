/** One attempt at one target: asked, timed, recorded; and which target is to be asked next. */
package dev.trefoil.attempt;
