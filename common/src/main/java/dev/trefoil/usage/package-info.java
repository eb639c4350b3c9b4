/** What calls use, what they may use, and by whose account. */
package dev.trefoil.usage;
