/** The lines that are logged beside the account of each call: one JSON object each. */
package dev.trefoil.log;
