/** What the three hosts have in common. */
package dev.trefoil.local.host;
