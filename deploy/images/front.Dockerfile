# caddy. Built from the repository's root: docker build -f deploy/images/front.Dockerfile .

FROM caddy:2.11-alpine
# It listens above 1024 and needs no capability; with one on its file it would not start where all are dropped.
RUN setcap -r /usr/bin/caddy \
 && install -d -o 10001 -g 10001 /data /data/caddy /config /config/caddy
COPY deploy/front/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
EXPOSE 8080 8443
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
