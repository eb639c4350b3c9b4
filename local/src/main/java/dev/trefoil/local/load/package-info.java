/** What many callers at once do to a budget. */
package dev.trefoil.local.load;
