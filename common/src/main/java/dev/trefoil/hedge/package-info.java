/** Two targets asked at once, when the first is slow to begin. */
package dev.trefoil.hedge;
