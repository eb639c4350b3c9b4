/** Files that callers keep, each its caller's own, over the store seam. Knows no wire format. */
package dev.trefoil.files;
