# web and ingest. Built from the repository's root: docker build -f deploy/images/web.Dockerfile .
# With --build-arg TRACES=yes it can speak to a collector of OpenTelemetry.

FROM node:22-bookworm-slim AS page
WORKDIR /frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm AS site
ARG TRACES=
COPY deploy/requirements/uv.txt deploy/requirements/web.txt deploy/requirements/traces.txt /requirements/
RUN python -m venv /uv && /uv/bin/pip install --no-cache-dir --require-hashes -r /requirements/uv.txt
RUN python -m venv --without-pip /venv \
 && /uv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes --no-deps --compile-bytecode \
      -r /requirements/web.txt ${TRACES:+-r /requirements/traces.txt}
ENV PATH=/venv/bin:$PATH
WORKDIR /srv/cadenza
COPY manage.py ./
COPY models_store models_store
COPY worker/__init__.py worker/__init__.py
COPY worker/contract worker/contract
COPY web web
COPY locale locale
COPY deploy/__init__.py deploy/prepare.py deploy/health.py deploy/
COPY frontend/templates frontend/templates
COPY --from=page /frontend/dist frontend/dist
# The key and the host serve this one command only. Left out is what no page of ours asks for.
RUN ENVIRONMENT=production ALLOWED_HOSTS=localhost SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
      python manage.py collectstatic --noinput --verbosity 0 --ignore redoc --ignore rest_framework --ignore '*.map'
# Nor is needed from now on: what was gathered and what compressed it, the networks, others' tests, and languages that the page lacks.
RUN rm -r frontend/dist/assets frontend/dist/examples \
 && find /venv -type d -name static ! -exec test -e {}/__init__.py \; -prune -exec rm -r {} + \
 && /uv/bin/uv pip uninstall --python /venv/bin/python brotli \
 && find models_store -name model.mag -delete \
 && find /venv -type d -name tests -prune -exec rm -r {} + \
 && find /venv -type d -path '*/locale/*' -prune ! -name __pycache__ ! -name en \
      -exec sh -c 'test -d "locale/${1##*/}" || rm -r "$1"' sh {} \; \
 && python -m compileall -q manage.py models_store worker web deploy

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
COPY --from=site /venv /venv
COPY --from=site /srv/cadenza /srv/cadenza
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin cadenza \
 && install -d -o cadenza -g cadenza /srv/cadenza /srv/cadenza/var /var/lib/cadenza/results /var/lib/cadenza/uploads
WORKDIR /srv/cadenza
USER 10001:10001
EXPOSE 8000
CMD ["uvicorn", "web.config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--lifespan", "off", "--no-access-log", "--no-proxy-headers", \
     "--timeout-graceful-shutdown", "10"]
