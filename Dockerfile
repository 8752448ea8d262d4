# syntax=docker/dockerfile:1
# The bot in an image: nothing in it but Python, the pinned dependencies and the wheel.
#   docker build --tag verbatim .
# Both stages take the same base, since a virtual environment belongs to its interpreter.
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build

# What changes seldom comes first, so that its layers are kept.
COPY deploy/requirements-build.lock requirements.lock ./
RUN python -m venv /opt/verbatim \
 && /opt/verbatim/bin/pip install --require-hashes --only-binary :all: -r requirements.lock \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements-build.lock

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY corpus corpus
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
 && /opt/verbatim/bin/pip install --no-deps --no-index /dist/*.whl \
 && /opt/verbatim/bin/pip check \
 && /opt/verbatim/bin/python -m compileall -q /opt/verbatim/lib \
 && /opt/verbatim/bin/pip uninstall --yes pip


FROM python:${PYTHON}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Verbatim" \
      org.opencontainers.image.description="Ask a numbered document; get its own words, with the paragraph number." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# A fixed id, so that the owner of a volume is the same on every machine; no shell, no home. Nothing
# is installed from here on, so that the base's pip goes too.
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
 && groupadd --system --gid 10001 verbatim \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin verbatim \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/verbatim

COPY --from=build /opt/verbatim /opt/verbatim

# XDG_DATA_HOME puts the store into /var/lib/verbatim, XDG_CACHE_HOME what is compiled into /tmp:
# the only two places that are written to.
ENV PATH="/opt/verbatim/bin:${PATH}" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_DATA_HOME=/var/lib \
    XDG_CACHE_HOME=/tmp \
    VERBATIM_LOG__FORMAT=json

USER 10001:10001
WORKDIR /var/lib/verbatim
VOLUME ["/var/lib/verbatim"]
# Slack over HTTP, and health; both listen on the loopback address until the settings say otherwise.
EXPOSE 3000 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=3)"]
ENTRYPOINT ["verbatim"]
CMD ["run"]
