# The core as an HTTP server, for Cloud Run, Fargate, Container Apps, Kubernetes and,
# through the adapter, Lambda. `./trefoil package` first; --architecture is that of the image.
FROM public.ecr.aws/awsguru/aws-lambda-adapter:1.0.0 AS adapter

FROM eclipse-temurin:25-jre
# An extension that only Lambda starts.
COPY --from=adapter /lambda-adapter /opt/extensions/lambda-adapter
COPY target/package/server /opt/trefoil
# The AOT cache is made by the Java that will use it, in one step with the jar that it covers, and best where
# the server does what it will do: --build-arg CLOUD=aws or azure, for a container that has such an identity.
ARG CLOUD=gcp
RUN TREFOIL_HOST=$CLOUD /opt/trefoil/train.sh
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
# Fargate gives the volume that a task mounts here the rights that the folder has in the image: all may write to it.
VOLUME /tmp
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/trefoil/run.sh"]
