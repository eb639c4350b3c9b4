/** JSON: the one way in which it is read and written. */
package dev.trefoil.json;
