/** The vocabulary: what is asked of a model and what it answers. No I/O, no JSON. */
package dev.trefoil.chat;
