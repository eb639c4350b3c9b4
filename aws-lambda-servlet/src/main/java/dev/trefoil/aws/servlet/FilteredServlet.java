// Filters of whoever deploys the function. The container's own chain of filters is kept for each
// path that was ever called, without bound.
package dev.trefoil.aws.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A servlet behind filters, all of which see every call. */
final class FilteredServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final List<Filter> filters;
  private final Servlet servlet;

  FilteredServlet(List<Filter> filters, Servlet servlet) {
    this.filters = List.copyOf(filters);
    this.servlet = servlet;
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    super.init(config);
    for (Filter filter : filters) {
      filter.init(new Named(filter.getClass().getName(), config.getServletContext()));
    }
    servlet.init(config);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    from(0).doFilter(request, response);
  }

  private FilterChain from(int index) {
    return index == filters.size()
        ? servlet::service
        : (request, response) -> filters.get(index).doFilter(request, response, from(index + 1));
  }

  /** A filter is configured by the environment, as the function is. */
  private record Named(String name, ServletContext context) implements FilterConfig {
    @Override
    public String getFilterName() {
      return name;
    }

    @Override
    public ServletContext getServletContext() {
      return context;
    }

    @Override
    public String getInitParameter(String parameter) {
      return null;
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
      return Collections.emptyEnumeration();
    }
  }
}
