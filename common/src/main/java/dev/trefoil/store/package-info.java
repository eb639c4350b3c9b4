/** What a cloud keeps for us, behind one seam: records, blobs and queues. */
package dev.trefoil.store;
