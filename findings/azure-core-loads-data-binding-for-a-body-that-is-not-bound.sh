#!/usr/bin/env bash
# Software: com.azure:azure-core 1.61.0 with azure-core-http-jdk-httpclient 1.1.7, on which azure-identity and every
#           client of Azure's SDK stand.
# Guess:    a pipeline that sends a request and takes the body as it came loads an HTTP client and little else; Jackson's
#           data binding comes with the first object that is bound.
# Seen:     the first body loads hundreds of classes of jackson-databind, though nothing is bound: BinaryData, which holds
#           any body, makes its default serializer when its class is initialised. A JsonSerializerProvider of
#           one's own, which ServiceLoader finds, is taken in its place.
# Matters:  it is a good part of a cold start on a function that fetches a managed identity's token, and no dependency
#           can be excluded against it, since the class is named in the code that runs.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars com.azure:azure-core:1.61.0 com.azure:azure-core-http-jdk-httpclient:1.1.7

cat >"$work/Main.java" <<'JAVA'
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.jdk.httpclient.JdkHttpClientProvider;
import com.azure.core.util.Context;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;

class Main {
  static long bound() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmClassHierarchy",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    return histogram.lines().filter(line -> line.contains("com.fasterxml.jackson.databind.")).count();
  }

  public static void main(String[] args) throws Exception {
    var pipeline = new HttpPipelineBuilder().httpClient(new JdkHttpClientProvider().createInstance()).build();
    var address = JsonServer.answering(200, Map.of(), "{}");
    var request = new HttpRequest(HttpMethod.GET, address.toString());
    System.out.println("classes of data binding before: " + (bound() == 0 ? "none" : "some"));
    try (var response = pipeline.sendSync(request, Context.NONE)) {
      System.out.println("body: " + response.getBodyAsBinaryData());
    }
    long classes = bound();
    System.out.println("classes of data binding after: " + (classes > 100 ? "hundreds" : "" + classes));
    System.exit(0);
  }
}
JAVA
run_java
check "classes of data binding before" "none"
check "body" "{}"
check "classes of data binding after" "hundreds"
exit "$changed"
