# deploy/pin-images.sh says the digest to build from
ARG PYTHON_IMAGE=python:3.13-slim
FROM ${PYTHON_IMAGE} AS build
WORKDIR /source
RUN python -m venv /opt/donghanh
COPY pyproject.toml constraints.txt README.md LICENSE THIRD_PARTY.md ./
COPY bot bot
COPY handlers handlers
COPY rules rules
COPY seeds seeds
COPY storage storage
RUN /opt/donghanh/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /srv/donghanh --create-home donghanh \
    && install --directory --owner donghanh --mode 0700 /srv/donghanh/var
COPY --from=build /opt/donghanh /opt/donghanh
USER donghanh
WORKDIR /srv/donghanh
VOLUME /srv/donghanh/var
ENV PATH=/opt/donghanh/bin:$PATH PYTHONUNBUFFERED=1 DONGHANH_LISTEN=0.0.0.0:8080 DONGHANH_LOG=json
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
