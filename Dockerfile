# The gate as an image: docker build -t cardlint . && docker run --rm -v "$PWD:/work:ro" cardlint check
FROM debian:12-slim AS build
ARG SOURCE_DATE_EPOCH
WORKDIR /src
COPY . .
RUN ./dev package deb

FROM debian:12-slim
RUN --mount=type=bind,from=build,source=/src/build/packages,target=/packages \
    apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates /packages/cardlint_*.deb \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cardlint
USER 10001
WORKDIR /work
ENTRYPOINT ["cardlint"]
CMD ["check"]
