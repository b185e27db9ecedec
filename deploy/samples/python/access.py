"""The way to the platform: a channel, and a token that is always fresh."""
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import grpc
from google.rpc import error_details_pb2, status_pb2
from sunshine.catalogue.v1 import catalogue_service_pb2_grpc

from settings import Settings, Stop

LONGEST_PAUSE = 30.0

# Whether the same call may go well in a while. Imports and reads are safe to repeat.
PASSING = {
    grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.ABORTED,
    grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.CANCELLED,
}

# Reads alone are repeated by the library: they change nothing. Imports and the feed go on from their own place instead.
SERVICE_CONFIG = {
    "methodConfig": [{
        "name": [{"service": "sunshine.catalogue.v1.CatalogueService", "method": method} for method in ("GetBalance", "ListItems")],
        "retryPolicy": {
            "maxAttempts": 5, "initialBackoff": "0.5s", "maxBackoff": "10s", "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"],
        },
    }],
}


class Away(Exception):
    """The authority does not answer; it may in a while."""


class Access:
    def __init__(self, settings: Settings):
        self._settings = settings
        self._token = ""
        self._renew_at = 0.0
        address = urllib.parse.urlsplit(settings.server)
        options = [
            ("grpc.service_config", json.dumps(SERVICE_CONFIG)),
            # A connection that died silently is noticed within a minute.
            ("grpc.keepalive_time_ms", 30_000), ("grpc.keepalive_timeout_ms", 20_000), ("grpc.http2.max_pings_without_data", 0),
            ("grpc.max_receive_message_length", 16 << 20),
        ]
        if address.scheme == "https":
            target = address.netloc if address.port else f"{address.netloc}:443"
            self._channel = grpc.secure_channel(target, grpc.ssl_channel_credentials(), options)
        else:
            self._channel = grpc.insecure_channel(address.netloc, options)
        self.catalogue = catalogue_service_pb2_grpc.CatalogueServiceStub(self._channel)

    def call(self, at_most: float) -> dict:
        """Every call has a token, a language for the reasons of refusals, and an end, in seconds."""
        if time.monotonic() >= self._renew_at:
            self._renew()
        return {"metadata": [("authorization", "Bearer " + self._token), ("accept-language", self._settings.language)], "timeout": at_most}

    def close(self) -> None:
        self._channel.close()

    def _renew(self) -> None:
        """OAuth 2 client credentials (RFC 6749, 4.4); the authority says itself where its tokens are."""
        asked = time.monotonic()
        form = urllib.parse.urlencode({
            "grant_type": "client_credentials", "client_id": self._settings.client_id, "client_secret": self._settings.client_secret,
        }).encode()
        try:
            with urllib.request.urlopen(self._settings.authority + "/.well-known/openid-configuration", timeout=10) as response:
                endpoint = json.load(response)["token_endpoint"]
            with urllib.request.urlopen(endpoint, form, timeout=10) as response:
                token = json.load(response)
            self._token = token["access_token"]
        except urllib.error.HTTPError as error:
            if error.code in (400, 401):
                raise Stop(f"The authority refuses a token to {self._settings.client_id}: {error.read().decode()}") from error
            raise Away(f"no token from {self._settings.authority}: {error}") from error
        except OSError as error:
            raise Away(f"no token from {self._settings.authority}: {error}") from error
        except (ValueError, KeyError) as error:
            raise Stop(f"{self._settings.authority} is not an OpenID Connect authority: {error!r}") from error
        # The last tenth of its life is for calls under way.
        self._renew_at = asked + 0.9 * int(token.get("expires_in", 300))


def is_passing(error: Exception) -> bool:
    return isinstance(error, Away) or (isinstance(error, grpc.RpcError) and error.code() in PASSING)


def wait_after(error: Exception, fruitless: int, where: str) -> None:
    pause = min(0.5 * 2 ** fruitless, LONGEST_PAUSE)
    print(f"{where}{explain(error)} - again in {pause} s", file=sys.stderr, flush=True)
    time.sleep(pause)


def explain(error: Exception) -> str:
    """A refusal in one line: status, reason, sentence and the fields that are wrong."""
    if not isinstance(error, grpc.RpcError):
        return str(error)
    reason, fields = "", ""
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        for detail in status_pb2.Status.FromString(value).details:
            info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
            if detail.Unpack(info):
                reason = f" ({info.reason})"
            elif detail.Unpack(bad):
                fields = "".join(f"; {violation.field}: {violation.description}" for violation in bad.field_violations)
    return f"{error.code().name}{reason}: {error.details()}{fields}"
