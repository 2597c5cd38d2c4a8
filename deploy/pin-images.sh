#!/bin/sh
# Says by digest which images are meant, as lines for .env: what was tried is what runs, until this is run again.
set -eu
for pair in PYTHON_IMAGE=python:3.13-slim POSTGRES_IMAGE=postgres:17; do
    image=${pair#*=}
    docker pull --quiet "$image" >/dev/null
    echo "${pair%%=*}=$(docker image inspect --format '{{index .RepoDigests 0}}' "$image")"
done
