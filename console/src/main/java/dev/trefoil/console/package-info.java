/** The console: a static page over the admin door, and how it is served. */
package dev.trefoil.console;
