#!/usr/bin/env bash
# Builds all images without any registry of the internet, starts them as narrowly as Kubernetes would, asks each whether it is well, and stops them.
# It makes its own Docker engine, registry and base, and takes them away again. As root, on Debian. More arguments are build.sh's.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
export DOCKER_HOST="unix://$work/docker.sock" DOCKER_CONFIG="$work" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
registry_port=5199
base=localhost:$registry_port/sunshine-base:try
# As a process of the app's user sees it; longer than the programs' own 30 seconds for what is under way.
stop_within=35

fail() { echo "images: $*" >&2; exit 1; }

finish() {
  local status=$?
  if [ -n "${engine:-}" ] && kill -0 "$engine" 2>/dev/null; then
    [ "$status" -eq 0 ] || for container in $(docker ps -aq 2>/dev/null); do
      echo "-- $(docker inspect -f '{{.Name}}' "$container")" >&2
      docker logs --tail 30 "$container" >&2 2>&1 || true
    done
    docker ps -aq 2>/dev/null | xargs -r docker rm -f >/dev/null 2>&1 || true
    kill "$engine" && wait "$engine" 2>/dev/null || true
  fi
  if [ -n "${registry:-}" ]; then kill "$registry" 2>/dev/null && wait "$registry" 2>/dev/null || true; fi
  # What the engine keeps mounted when it has gone.
  umount -q "$work/run/netns/default" 2>/dev/null || true
  rm -rf "$work" || echo "images: $work is left behind" >&2
  exit "$status"
}
trap finish EXIT

for tool in docker dockerd docker-registry curl; do command -v "$tool" >/dev/null || fail "$tool is missing (Debian's packages docker.io, docker-registry, curl)"; done
[ "$(id -u)" -eq 0 ] || fail "a Docker engine of one's own needs root"

# Containers are in the network of this machine, where the programs find each other at their shipped addresses.
dockerd --data-root "$work/engine" --exec-root "$work/run" --pidfile "$work/pid" --host "$DOCKER_HOST" --iptables=false --bridge=none >"$work/engine.log" 2>&1 &
engine=$!
for _ in $(seq 100); do docker info >/dev/null 2>&1 && break; kill -0 "$engine" 2>/dev/null || break; sleep 0.2; done
docker info >/dev/null 2>&1 || { tail -20 "$work/engine.log" >&2; fail "the Docker engine does not start here; its last words are above"; }
echo "Docker $(docker version -f '{{.Server.Version}}') with $(docker info -f '{{.Driver}}')"

cat >"$work/registry.yml" <<END
version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: 127.0.0.1:$registry_port }
END
docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
registry=$!

# The stand-in for the public base: the same few libraries, of Debian, and the runtime of the SDK at hand. No shell here either.
mkdir -p "$work/debs" "$work/base/usr/share/dotnet" "$work/base/usr/bin" "$work/base/etc/ssl/certs"
(cd "$work/debs" && apt-get download -qq base-files libc6 libgcc-s1 libstdc++6 libssl3 ca-certificates 2>"$work/apt.log") || { cat "$work/apt.log" >&2; fail "Debian's packages for the base cannot be had"; }
for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$work/base"; done
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
cp -r "$sdk/dotnet" "$sdk/host" "$sdk/shared" "$work/base/usr/share/dotnet/"
ln -s ../share/dotnet/dotnet "$work/base/usr/bin/dotnet"
cat "$work"/base/usr/share/ca-certificates/mozilla/*.crt >"$work/base/etc/ssl/certs/ca-certificates.crt"
tar -C "$work/base" -c . | docker import --change 'ENV PATH=/usr/bin' - "$base" >/dev/null
docker push -q "$base" >/dev/null || { tail -5 "$work/registry.log" >&2; fail "the base cannot be pushed to the registry on this machine"; }

bash deploy/images/build.sh -v:quiet -p:ContainerBaseImage="$base" "$@"

start() { # APP [OPTION...]: narrowly: nothing can be written but /tmp and the data, by nobody in particular, with no rights to gain
  local app=$1; shift
  docker run -d --name "$app" --network host --read-only --tmpfs /tmp --tmpfs /data:uid=1654,gid=1654,mode=0700 \
    --cap-drop ALL --security-opt no-new-privileges --memory 512m "$@" "sunshine/$app" >/dev/null
}

until_true() { # WHAT COMMAND...: within half a minute
  local what=$1 deadline=$((SECONDS + 30)); shift
  until "$@"; do [ "$SECONDS" -lt "$deadline" ] || fail "$what"; sleep 0.2; done
}

serves() { # ADDRESS: the standard gRPC health check says SERVING (1); the request is one empty message
  [ "$(printf '\0\0\0\0\0' | curl -sf --max-time 5 --http2-prior-knowledge -H 'Content-Type: application/grpc' -H 'TE: trailers' --data-binary @- \
    "$1/grpc.health.v1.Health/Check" | od -An -tx1 | tr -d ' \n')" = 00000000020801 ]
}

answers() { # URL [OPTION...]
  curl -sf --max-time 10 -o /dev/null "$@"
}

stop() { # APP: what is asked to go goes by itself, in time
  local app=$1 began=$SECONDS
  docker stop -t "$stop_within" "$app" >/dev/null
  local code; code=$(docker inspect -f '{{.State.ExitCode}}' "$app")
  [ "$code" = 0 ] || fail "$app ended with $code when asked to stop"
  [ "$((SECONDS - began))" -lt "$stop_within" ] || fail "$app took too long to stop"
  local changed; changed=$(docker diff "$app" | grep -v '^. /data$' || true)
  [ -z "$changed" ] || fail "$app wrote where nothing may be written: $changed"
  docker rm "$app" >/dev/null
}

check_image() { # APP: who it runs as, and its size
  [ "$(docker image inspect -f '{{.Config.User}}' "sunshine/$1")" = 1654 ] || fail "sunshine/$1 does not name a user by number"
  local own; own=$(($(docker image inspect -f '{{.Size}}' "sunshine/$1") - $(docker image inspect -f '{{.Size}}' "$base")))
  printf '%-26s %4d MB of its own\n' "sunshine/$1" "$((own / 1000000))"
}

services=$(for settings in services/*/settings.*.json; do basename "$settings" .json | sed 's/^settings\.//'; done)
# Each is told what it is told in production; neither the authority nor the collector is there, and nothing stops for want of them.
production=(--env-file deploy/kubernetes/production/shared/settings.env)
for app in $services gateway portal standalone; do check_image "$app"; done
echo "base                       $(($(docker image inspect -f '{{.Size}}' "$base") / 1000000)) MB"

# Where each is on a machine that they share, and others look for it: as it is shipped.
address_of() { sed -n 's|.*"Urls": "\([^"]*\)".*|\1|p' services/*/"settings.$1.json"; }
for app in $services; do start "$app" "${production[@]}" -e Urls="$(address_of "$app")"; done
start gateway "${production[@]}" -e Forwarding__TrustedProxies__0=127.0.0.1
start portal "${production[@]}"
for app in $services; do until_true "$app is not well" serves "$(address_of "$app")"; done
until_true "the gateway is not well" serves http://127.0.0.1:8081
until_true "the portal is not well" answers http://127.0.0.1:8082/health
# The description has a part of every service that the gateway reaches.
curl -sf --max-time 20 -o "$work/openapi.json" http://127.0.0.1:8080/openapi/v1.json || fail "the gateway does not describe the interface"
for service in $services; do grep -q "\"/api/v1/$service[:/]" "$work/openapi.json" || fail "$service is not reached by the gateway"; done
answers 'http://127.0.0.1:8080/api/v1/catalogue/statistics?year=2016' || fail "the catalogue does not answer through the gateway"
answers http://127.0.0.1:8082/ || fail "the portal shows no first page"
for app in portal gateway $services; do stop "$app"; done
echo "services, gateway and portal: well, and stopped when asked"

start standalone
until_true "the standalone is not well" serves http://127.0.0.1:8081
answers http://127.0.0.1:8080/ || fail "the standalone shows no first page"
answers http://127.0.0.1:8080/.well-known/openid-configuration || fail "the standalone is no authority"
stop standalone
echo "standalone: well, and stopped when asked"
