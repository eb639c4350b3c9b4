/** What callers may ask for, listed in the form that their client reads. */
package dev.trefoil.door.models;
