# The site's image: web server and worker are the same image with different commands (compose.yaml).
# Everything that is installed by pip is checked against the hashes in requirements/.
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libseccomp2 make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/grader
COPY Makefile ./
COPY requirements requirements
RUN make setup

FROM python:${PYTHON}
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libseccomp2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-log-init --create-home --home-dir /srv/grader --shell /usr/sbin/nologin grader
WORKDIR /opt/grader
COPY --from=build /opt/grader/.venv .venv
COPY --from=build /opt/grader/.box .box
COPY grader grader
COPY assignments assignments
COPY student_template student_template
RUN .venv/bin/python -m compileall -q grader
ENV PATH=/opt/grader/.venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=grader.web.settings \
    GRADER_SITE=/srv/grader \
    GRADER_BIND=0.0.0.0:8000 \
    GRADER_LOG=json \
    PYTHONSAFEPATH=1
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "-c", "python:grader.web.server"]
