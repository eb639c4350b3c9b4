# The HTTP function on the Functions Framework's server, for Cloud Run, Fargate, Container Apps, Kubernetes and,
# through the adapter, Lambda. `./trefoil package` first; --architecture is that of the image.
FROM public.ecr.aws/awsguru/aws-lambda-adapter:1.0.0 AS adapter

FROM eclipse-temurin:25-jre
# An extension that only Lambda starts.
COPY --from=adapter /lambda-adapter /opt/extensions/lambda-adapter
COPY target/package/server /opt/trefoil
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/trefoil/run.sh"]
