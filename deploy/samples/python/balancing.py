"""
Compares what the county has sent with what the platform has, of one window of days of publication. Counts alone would hide one item that is missing and
another that is there instead, so the ids are compared too.
"""
from sunshine.catalogue.v1 import catalogue_service_pb2

from access import Access
from journal import Journal
from settings import Settings

LONGEST_CALL = 60.0


class Balance:
    def __init__(self, access: Access, settings: Settings, journal: Journal, first: str, last: str):
        self._access, self._agency, self._journal, self._first, self._last = access, settings.agency, journal, first, last

    def run(self) -> int:
        window = {"agency_id": self._agency, "published_from": self._first, "published_to": self._last}
        theirs = self._access.catalogue.GetBalance(catalogue_service_pb2.GetBalanceRequest(**window), **self._access.call(LONGEST_CALL))
        listed = {item.id: item for item in self._listed(window)}
        ours = [entry for entry in self._journal.accepted.values() if self._first <= entry["publishedOn"] <= self._last]
        print(f"{self._agency}, {self._first} to {self._last}: {len(ours)} sent and accepted, {theirs.count} on the platform, digest {theirs.digest}")
        if self._journal.unfinished:
            print("an import has not ended: start it again first")
        missing = [entry for entry in ours if entry["id"] not in listed]
        others = [item for item in listed.values() if item.id not in self._journal.accepted]
        for entry in missing:
            print(f"missing there: {entry['sourceId']} {entry['id']}")
        for item in others:
            print(f"not sent from here: {item.id} {item.title}")
        same = not missing and not others and len(ours) == theirs.count
        print("balanced" if same else f"different: {len(missing)} missing there, {len(others)} not sent from here")
        return 0 if same else 2

    def _listed(self, window: dict):
        request = catalogue_service_pb2.ListItemsRequest(**window, order=catalogue_service_pb2.ORDER_NEWEST, page_size=200)
        while True:
            page = self._access.catalogue.ListItems(request, **self._access.call(LONGEST_CALL))
            yield from page.items
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token
