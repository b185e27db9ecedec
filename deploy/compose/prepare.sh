#!/usr/bin/env bash
# Makes what compose.yaml needs and no repository may have: secrets, below secrets/, and .env. What is there already stays as it is.
#   bash deploy/compose/prepare.sh          for an authority of yours: fill in .env and secrets/desk.secret afterwards
#   bash deploy/compose/prepare.sh --try    to try it on this machine, with an authority that belongs to it
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets secrets/sentry
chmod 0755 secrets/sentry

random() { openssl rand -hex 24; }

# Containers read these as users of their own, whom the host does not know; the folder is closed to everybody else.
give() { # FILE: what comes by standard input, unless it is there
  [ -e "secrets/$1" ] && { cat >/dev/null; return; }
  cat >"secrets/$1.new"
  chmod 0444 "secrets/$1.new"
  mv "secrets/$1.new" "secrets/$1"
}

services="catalogue requests powers finance key-areas reading-rooms ledger reports"

# MongoDB: the members' key (one line of base64), who may do everything, and each service's own user.
openssl rand -base64 48 | tr -d '\n' | give mongo.key
printf 'MONGO_INITDB_ROOT_USERNAME=root\nMONGO_INITDB_ROOT_PASSWORD=%s\n' "$(random)" | give mongo.env
for service in $services; do
  printf 'Storage__ConnectionString=mongodb://%s:%s@mongo:27017/?replicaSet=rs0&authSource=admin\n' "$service" "$(random)" | give "$service.env"
done
# The users as MongoDB is told them, read back from the files: those are the only place of each password.
for service in $services; do sed -n "s|.*mongodb://\([^:]*\):\([^@]*\)@.*|\1 \2|p" "secrets/$service.env"; done >secrets/mongo-users.new
chmod 0444 secrets/mongo-users.new && mv -f secrets/mongo-users.new secrets/mongo-users

# Redis acknowledges an event when it is on the disk, as the outboxes take it.
printf 'requirepass %s\nappendonly yes\nappendfsync always\nmaxmemory-policy noeviction\nsave ""\n' "$(random)" | give redis.conf
printf '{ "sunshine-redis": { "host": "redis:6379", "password": "%s" } }\n' "$(sed -n 's/^requirepass //p' secrets/redis.conf)" | give dapr.json

# The password of Grafana's admin, for compose.observability.yaml.
random | give grafana

# How a program and its sidecar know each other, both ways.
for app in $services gateway; do printf 'DAPR_API_TOKEN=%s\nAPP_API_TOKEN=%s\n' "$(random)" "$(random)" | give "$app-dapr.env"; done

# mTLS between sidecars: the root that they trust, and Sentry's own certificate. The root's key is not kept: when the issuer ends, both are made anew.
if [ ! -e secrets/sentry/issuer.key ]; then
  work=$(mktemp -d)
  openssl ecparam -name prime256v1 -genkey -noout -out "$work/root.key"
  openssl req -x509 -new -sha256 -key "$work/root.key" -days 1825 -subj /O=sunshine/CN=root -out "$work/ca.crt" \
    -addext 'basicConstraints=critical,CA:true' -addext 'keyUsage=critical,keyCertSign,cRLSign'
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$work/issuer.key"
  openssl req -new -sha256 -key "$work/issuer.key" -subj /O=sunshine/CN=issuer -out "$work/issuer.csr"
  printf 'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign,digitalSignature\n' >"$work/issuer.ext"
  openssl x509 -req -sha256 -in "$work/issuer.csr" -CA "$work/ca.crt" -CAkey "$work/root.key" -CAcreateserial -days 1825 -extfile "$work/issuer.ext" -out "$work/issuer.crt" 2>/dev/null
  for file in ca.crt issuer.crt issuer.key; do give "sentry/$file" <"$work/$file"; done
  rm -rf "$work"
fi
printf 'DAPR_TRUST_ANCHORS="%s"\n' "$(awk '{ printf "%s\\n", $0 }' secrets/sentry/ca.crt)" | give trust.env

# The desk's secret at the authority. For trying it the authority makes its own.
[ -e secrets/desk.secret ] || printf '' | give desk.secret

if [ ! -e .env ]; then
  if [ "${1:-}" = --try ]; then cp try.env .env; else cp example.env .env; fi
fi
echo "secrets/ and .env are there."
[ "${1:-}" = --try ] || [ -s secrets/desk.secret ] || echo "To be filled in: .env, and secrets/desk.secret with the secret of the client that your authority knows the desk by."
