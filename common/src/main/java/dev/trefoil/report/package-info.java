/** What a day has cost and how it went, told to people once a day. Knows no store but by usage. */
package dev.trefoil.report;
