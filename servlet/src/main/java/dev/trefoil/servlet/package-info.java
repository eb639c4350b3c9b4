/** The core as a servlet, for any servlet container of Servlet 5.0 or newer. */
package dev.trefoil.servlet;
