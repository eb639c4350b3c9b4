package dev.trefoil.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * What a servlet container is to serve.
 *
 * @param context path of the application; empty for the root
 * @param mapping of the servlet
 * @param filters before everything, the first first
 * @param asyncFilters whether they say that they support async
 */
record Site(
    String context,
    String mapping,
    Servlet servlet,
    Map<String, String> parameters,
    List<Filter> filters,
    boolean asyncFilters) {

  static Site of(Servlet servlet) {
    return new Site("", "/*", servlet, Map.of(), List.of(), true);
  }

  Site at(String newContext, String newMapping) {
    return new Site(newContext, newMapping, servlet, parameters, filters, asyncFilters);
  }

  Site with(Map<String, String> newParameters) {
    return new Site(context, mapping, servlet, newParameters, filters, asyncFilters);
  }

  Site behind(Filter... newFilters) {
    return new Site(context, mapping, servlet, parameters, List.of(newFilters), asyncFilters);
  }

  Site withoutAsync() {
    return new Site(context, mapping, servlet, parameters, filters, false);
  }

  /** As any application does it, in the words of the Servlet specification. */
  void register(ServletContext application) {
    ServletRegistration.Dynamic registration = application.addServlet("trefoil", servlet);
    registration.addMapping(mapping);
    registration.setLoadOnStartup(1);
    registration.setAsyncSupported(true);
    registration.setInitParameters(parameters);
    for (Filter filter : filters) {
      FilterRegistration.Dynamic before = application.addFilter(filter.toString(), filter);
      before.setAsyncSupported(asyncFilters);
      before.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
  }
}
