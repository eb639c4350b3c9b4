/** The queues and tables of the three clouds, and what brings their messages to the functions. */
package dev.trefoil.local.queue;
