"""
Follows what becomes public, changes and is taken back, and keeps a copy of each item in a file of its own. The place is stored after the work: killed in
between, the same change comes once more, and doing it again makes no difference. Put your own work into _apply and keep it so.
"""
import os

import grpc
from google.protobuf import json_format
from sunshine.catalogue.v1 import catalogue_events_pb2, catalogue_service_pb2

from access import Access, is_passing, wait_after
from settings import Settings

LONGEST_CALL = 600.0


class Follow:
    def __init__(self, access: Access, settings: Settings, until_idle: bool):
        self._access, self._agency, self._until_idle = access, settings.agency, until_idle
        self._place = os.path.join(settings.state, "cursor")
        self._items = os.path.join(settings.state, "items")

    def run(self) -> int:
        os.makedirs(self._items, exist_ok=True)
        fruitless = 0
        while True:
            try:
                request = catalogue_service_pb2.WatchItemsRequest(cursor=self._cursor(), agency_id=self._agency)
                for number, message in enumerate(self._access.catalogue.WatchItems(request, **self._access.call(LONGEST_CALL))):
                    if message.change:
                        self._apply(message)
                    _replace(self._place, message.cursor)
                    # A cursor alone: at the beginning where we are, later that nothing has happened for some seconds.
                    if self._until_idle and number and not message.change:
                        return 0
                    fruitless = 0
            except Exception as error:
                if not is_passing(error):
                    raise
                if isinstance(error, grpc.RpcError) and error.code() == grpc.StatusCode.DEADLINE_EXCEEDED:
                    continue
                wait_after(error, fruitless, "")
                fruitless += 1

    def _cursor(self) -> str:
        try:
            with open(self._place, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def _apply(self, message: catalogue_service_pb2.WatchItemsResponse) -> None:
        # As it is public now, which may be newer than this change.
        item, file = message.item, os.path.join(self._items, message.item_id + ".json")
        if not item.HasField("withdrawal"):
            _replace(file, json_format.MessageToJson(item, ensure_ascii=False))
        elif os.path.exists(file):
            os.remove(file)
        change = catalogue_events_pb2.Change.Name(message.change).removeprefix("CHANGE_")
        print(f"{message.occurred_at.ToJsonString()} {change} {message.item_id} {item.title}", flush=True)


def _replace(path: str, text: str) -> None:
    """The whole or nothing, whenever the process dies."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)
