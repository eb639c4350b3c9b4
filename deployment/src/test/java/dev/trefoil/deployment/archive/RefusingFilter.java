package dev.trefoil.deployment.archive;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A filter as a user has it: refuses calls with a header, and marks the others' answers. */
public final class RefusingFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse answer = (HttpServletResponse) response;
    if (((HttpServletRequest) request).getHeader("x-refuse") != null) {
      answer.setStatus(403);
      return;
    }
    answer.setHeader("x-filtered", "yes");
    chain.doFilter(request, response);
  }
}
