#!/usr/bin/env bash
# Builds the images sunshine/<app-id> of all programs into the Docker engine of this machine. More arguments are the SDK's:
#   bash deploy/images/build.sh -p:ContainerRegistry=registry.example.gov.cn -p:ContainerImageTag=1.4.0     pushes them there
#   bash deploy/images/build.sh -p:ContainerBaseImage=registry.example.gov.cn/aspnet:10.0                   on another base
#   bash deploy/images/build.sh -p:ImageRuntime=linux-arm64 -p:ContainerRuntimeIdentifier=linux-arm64       for another processor
set -euo pipefail
exec dotnet build "$(dirname "$0")/images.proj" "$@"
