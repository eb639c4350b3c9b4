/** What operators ask: which targets there are and how they fare. */
package dev.trefoil.door.admin;
