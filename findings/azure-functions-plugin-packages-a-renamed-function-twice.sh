#!/usr/bin/env bash
# Software: com.microsoft.azure:azure-functions-maven-plugin 1.37.0,
#           com.microsoft.azure.functions:azure-functions-java-library 3.2.3.
# Guess:    `mvn package` stages the functions that the classes declare; its log says "1 Azure Functions entry point(s)
#           found".
# Seen:     a function whose @FunctionName has changed is staged under both names, each with a function.json for the
#           same method, until someone runs `mvn clean`; BUILD SUCCESS, no warning.
# Matters:  what is staged is what is deployed. With a queue trigger two functions then compete for one queue, under one
#           of them settings and alarms of a name that is in no source. CI builds afresh, so it meets only what is
#           deployed from a developer's machine.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21

mkdir -p "$work/app/src/main/java/app"
cd "$work/app"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>app</groupId><artifactId>app</artifactId><version>1</version>
  <properties>
    <maven.compiler.release>21</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.microsoft.azure.functions</groupId>
      <artifactId>azure-functions-java-library</artifactId>
      <version>3.2.3</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
      <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
      <plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.2</version></plugin>
      <plugin>
        <groupId>com.microsoft.azure</groupId>
        <artifactId>azure-functions-maven-plugin</artifactId>
        <version>1.37.0</version>
        <configuration>
          <appName>app</appName><resourceGroup>app</resourceGroup><allowTelemetry>false</allowTelemetry>
        </configuration>
        <executions>
          <execution><id>stage</id><phase>package</phase><goals><goal>package</goal></goals></execution>
        </executions>
      </plugin>
    </plugins>
  </build>
</project>
XML
cat >host.json <<'JSON'
{"version": "2.0", "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}
JSON

build() {
  cat >src/main/java/app/Jobs.java <<JAVA
package app;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;

public class Jobs {
  @FunctionName("$1")
  public void run(@QueueTrigger(name = "message", queueName = "jobs", connection = "Storage") String message) {}
}
JAVA
  maven -Dmaven.test.skip package
}
staged() {
  (cd target/azure-functions/app && for file in */function.json; do
    printf '%s runs %s; ' "$(dirname "$file")" "$(sed -n 's/.*"entryPoint" : "\(.*\)".*/\1/p' "$file")"
  done)
}
both() {
  build worker
  echo "first: $(staged)"
  build jobs
  echo "renamed: $(staged)"
  maven clean -Dmaven.test.skip
  build jobs
  echo "renamed and clean: $(staged)"
}
run both
check "first" "worker runs app.Jobs.run; "
check "renamed" "jobs runs app.Jobs.run; worker runs app.Jobs.run; "
check "renamed and clean" "jobs runs app.Jobs.run; "
exit "$changed"
