/** What every wire format at the front shares: requests read field by field, problems, headers. */
package dev.trefoil.door;
