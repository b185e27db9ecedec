"""
Sends a file of records, one JSON object a line, over one stream. What was sent and is not answered is bounded; each answer is noted in the journal. However it
breaks off, the next call or the next start goes on after the last line that has an answer.
"""
import hashlib
import os
import threading
from collections import deque

import grpc
from google.protobuf import json_format
from sunshine.catalogue.v1 import catalogue_service_pb2, import_pb2, item_pb2

from access import Access, explain, is_passing, wait_after
from journal import Journal
from settings import Stop

BATCH_RECORDS = 100
BATCH_BYTES = 1 << 20
BATCHES_UNANSWERED = 20

# A stream that lasts longer is ended and goes on as a new one, with a fresh token. It also ends one that hangs.
LONGEST_CALL = 120.0

# Attempts in a row that brought no answer, before a person is asked.
MOST_FRUITLESS = 12


class Import:
    def __init__(self, access: Access, journal: Journal, path: str):
        self._access, self._journal, self._path = access, journal, path
        self._unanswered = deque()  # of (line, record, problem), in the order of the file
        self._broken = None

    def run(self) -> int:
        self._journal.begin(os.path.basename(self._path), self._digest())
        if self._journal.last_line:
            print(f"{self._path}: goes on after line {self._journal.last_line}", flush=True)
        fruitless = 0
        while True:
            before = self._journal.last_line
            try:
                self._send_the_rest()
                break
            except Exception as error:
                if self._broken:
                    raise self._broken
                if not is_passing(error):
                    raise
                if self._journal.last_line > before:
                    fruitless = 0
                if fruitless == MOST_FRUITLESS:
                    raise Stop(f"Given up at line {self._journal.last_line}; start it again and it goes on from there. {explain(error)}") from error
                wait_after(error, fruitless, f"line {self._journal.last_line}: ")
                fruitless += 1
        self._journal.end()
        print(f"{self._path}: " + ", ".join(f"{count} {outcome.lower()}" for outcome, count in sorted(self._journal.counts.items())))
        return 2 if self._journal.counts.keys() & {"REFUSED", "UNREADABLE"} else 0

    def _send_the_rest(self) -> None:
        self._unanswered.clear()
        room, ended = threading.Semaphore(BATCHES_UNANSWERED), threading.Event()
        call = self._access.catalogue.ImportItems(self._requests(room, ended), **self._access.call(LONGEST_CALL))
        try:
            for answer in call:
                for result in answer.results:
                    self._settle(result)
                room.release()
        finally:
            ended.set()
            room.release()
            call.cancel()
        self._settle_unreadable()
        if self._unanswered:
            raise Stop("The stream ended before every record had its answer; start it again.")

    def _requests(self, room: threading.Semaphore, ended: threading.Event):
        """Read by the library on a thread of its own, as fast as there is room."""
        try:
            batch, size = catalogue_service_pb2.ImportItemsRequest(), 0
            for line, record, problem, length in self._rows():
                self._unanswered.append((line, record, problem))
                if problem:
                    continue
                batch.records.append(record)
                size += length
                if len(batch.records) < BATCH_RECORDS and size < BATCH_BYTES:
                    continue
                room.acquire()
                if ended.is_set():
                    return
                yield batch
                batch, size = catalogue_service_pb2.ImportItemsRequest(), 0
            if batch.records:
                yield batch
        except (OSError, UnicodeDecodeError) as error:
            self._broken = error
            raise

    def _rows(self):
        """The rows after the last line that has its answer."""
        after = self._journal.last_line
        with open(self._path, encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if number <= after or not line.strip():
                    continue
                try:
                    yield number, json_format.Parse(line, item_pb2.ImportRecord()), None, len(line)
                except json_format.ParseError as error:
                    yield number, None, str(error), 0

    def _settle(self, result: import_pb2.ImportResult) -> None:
        self._settle_unreadable()
        line, record, _ = self._unanswered.popleft()
        entry = {"line": line, "sourceId": result.source_id, "outcome": import_pb2.ImportOutcome.Name(result.outcome).removeprefix("IMPORT_OUTCOME_")}
        if result.outcome == import_pb2.IMPORT_OUTCOME_REFUSED:
            entry["violations"] = [{"field": violation.field, "description": violation.description} for violation in result.violations]
        else:
            # The day by which the platform counts it: that of the first placement.
            entry.update(id=result.id, publishedOn=min(placement.on for placement in record.placements))
        self._journal.settle(entry)

    def _settle_unreadable(self) -> None:
        while self._unanswered and self._unanswered[0][2]:
            line, _, problem = self._unanswered.popleft()
            self._journal.settle({"line": line, "outcome": "UNREADABLE", "violations": [{"field": "", "description": problem}]})

    def _digest(self) -> str:
        digest = hashlib.sha256()
        with open(self._path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()
