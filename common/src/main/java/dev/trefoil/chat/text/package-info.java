/** The vocabulary as text that is kept: written field by field, and read back the same. */
package dev.trefoil.chat.text;
