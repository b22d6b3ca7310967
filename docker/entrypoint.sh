#!/bin/sh
# What a container of this image does: setup, serve (the default), cron, or any other
# command of Odoo.
set -eu

# PostgreSQL's own library reads it from here, so it is on no command line.
if [ -f "${PGPASSWORD_FILE:=/run/secrets/postgres_password}" ]; then
    PGPASSWORD=$(cat "$PGPASSWORD_FILE")
    export PGPASSWORD
fi

# Odoo insists that nobody else may read its keys; a mounted secret has its host's mode.
if [ -f /run/secrets/service_center_keys ]; then
    install -m 0400 /run/secrets/service_center_keys /run/service-center/keys
fi

case ${1:-serve} in
    setup)
        # Installs what is missing, upgrades what is there; safe to repeat.
        odoo --no-http --stop-after-init --workers=0 \
            --init="$SERVICE_CENTER_ADDONS" --update="$SERVICE_CENTER_ADDONS"
        exec odoo shell --no-http < /opt/service-center/setup.py
        ;;
    serve)
        exec odoo
        ;;
    cron)
        # Its own small web server answers the health check and nobody else.
        exec odoo --workers=0 --max-cron-threads=2 --http-interface=127.0.0.1
        ;;
    *)
        exec odoo "$@"
        ;;
esac
