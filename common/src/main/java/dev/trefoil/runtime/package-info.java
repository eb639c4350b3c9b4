/** The composition root: builds everything once a process. */
package dev.trefoil.runtime;
