#!/bin/sh
# Makes Python of the contracts in contracts/protos, into generated/. With Debian's protobuf-compiler-grpc if it is there, else with pip's grpcio-tools.
set -eu
cd "$(dirname "$0")"
rm -rf generated && mkdir generated
files=$(cd contracts/protos && find google sunshine/foundation sunshine/catalogue -name '*.proto')
# Debian's own grpc_tools is too old for these contracts; its protoc is not.
if plugin=$(command -v grpc_python_plugin); then
  protoc -I contracts/protos --plugin=protoc-gen-grpc="$plugin" --python_out=generated --grpc_out=generated $files
else
  "${PYTHON:-python3}" -m grpc_tools.protoc -I contracts/protos --python_out=generated --grpc_python_out=generated $files
fi
