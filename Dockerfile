# Belfry with its private PostgreSQL, as one container: docker build -t belfry . (docs/docker.md)
FROM swift:6.2-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# The versions are those of the image's Debian: pinned ones are gone from its mirrors with the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift Package.resolve[d] ./
COPY Sources Sources
COPY Tests Tests
COPY script/build script/build
RUN script/build && strip --strip-unneeded -o /belfry .build-release/release/belfry

FROM debian:bookworm-slim
# Debian's package would make and start a database of its own.
# hadolint ignore=DL3008
RUN mkdir -p /etc/postgresql-common/createcluster.d \
    && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/belfry.conf \
    && apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libpq5 libstdc++6 postgresql tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 belfry \
    && useradd --system --uid 10001 --gid belfry --home-dir /var/lib/belfry --shell /usr/sbin/nologin belfry \
    && install -d -m 0750 -o belfry -g belfry /var/lib/belfry
COPY --from=build /belfry /usr/bin/belfry
COPY alerts/belfry.yaml /usr/share/belfry/alerts/belfry.yaml
# Port 8080 is reached from outside of the container only; there the admin token is asked for.
ENV BELFRY_DATA_DIR=/var/lib/belfry BELFRY_HTTP_HOST=0.0.0.0
USER 10001:10001
WORKDIR /var/lib/belfry
VOLUME /var/lib/belfry
EXPOSE 8080
# The drain and a checkpoint fit into `docker stop --time 60`.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=20s --start-period=120s CMD ["belfry", "health"]
ENTRYPOINT ["belfry"]
CMD ["serve"]
