#!/bin/sh
# Lints the contracts with buf and compares them with the last release.
#
#   protos/lint.sh            lint; if released.binpb exists, also refuse changes that would break its callers
#   protos/lint.sh release    the same, then write released.binpb from the contracts as they are
#
# BUF names the program; without it, buf is taken from the path or else from npm. The protos of google/api come from the NuGet
# package that the build uses, so that buf sees the same files and needs no registry of its own: restore the solution first.
set -eu

buf_version=1.75.0
here=$(cd "$(dirname "$0")" && pwd)
common=$(sed -n 's/.*Include="Google.Api.CommonProtos" Version="\([^"]*\)".*/\1/p' "$here/../Directory.Packages.props")
google=${NUGET_PACKAGES:-$HOME/.nuget/packages}/google.api.commonprotos/$common/content/protos
if [ ! -d "$google/google/api" ]; then
  echo "lint.sh: $google is missing; run 'dotnet restore' first." >&2
  exit 2
fi

if [ -n "${BUF:-}" ]; then :
elif command -v buf >/dev/null; then BUF=buf
else BUF="npm exec --yes --package=@bufbuild/buf@$buf_version -- buf"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/googleapis"
cp -R "$here/sunshine" "$here/buf.yaml" "$work/"
cp -R "$google/google" "$work/googleapis/"
cd "$work"

# BUF may be a command with arguments.
$BUF lint
if [ -f "$here/released.binpb" ]; then $BUF breaking --path sunshine --against "$here/released.binpb"; fi
if [ "${1:-}" = release ]; then $BUF build --path sunshine --exclude-source-info -o "$here/released.binpb"; fi
echo "lint.sh: the contracts pass."
