# Garage, which speaks S3. Built from the repository's root: docker build -f deploy/images/store.Dockerfile .

FROM alpine:3.22 AS place
RUN install -d -o 10001 -g 10001 /garage /garage/meta /garage/data

FROM dxflrs/garage:v2.4.1
COPY --from=place --chown=10001:10001 /garage /var/lib/garage
COPY deploy/store/garage.toml /etc/garage.toml
USER 10001:10001
EXPOSE 3900
CMD ["/garage", "server", "--single-node", "--default-bucket"]
