/** What was said and is kept: turns of threads, each its caller's own. Knows no wire format. */
package dev.trefoil.conversation;
