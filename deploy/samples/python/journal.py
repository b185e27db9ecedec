"""
What the platform has answered, line by line, in sent.jsonl: the one truth of where an import stands and of what the county has sent. It is only appended to,
after the answer. If its end is lost, some records are sent again, and the platform answers that they are unchanged.
"""
import json
import os
from collections import Counter


class Journal:
    def __init__(self, folder: str):
        os.makedirs(folder, exist_ok=True)
        self._path, self._whole, self._sent = os.path.join(folder, "sent.jsonl"), 0, None
        self.unfinished = None  # the digest of the file whose import has begun and not ended
        self.last_line = 0      # the last line of the file that has its answer
        self.counts = Counter() # how many lines of the last import came to what
        self.accepted = {}      # what the platform has taken, over all imports: by its id there
        self._refused = []
        self._refused_path = os.path.join(folder, "refused.jsonl")
        if os.path.exists(self._path):
            with open(self._path, "rb") as sent:
                for line in sent:
                    if line.endswith(b"\n"):
                        self._whole += len(line)
                        self._fold(json.loads(line))

    def begin(self, file: str, digest: str) -> None:
        """Goes on with the import of this very file if it was broken off, else begins one."""
        self._sent = open(self._path, "ab")
        self._sent.truncate(self._whole)  # a process that was killed while it wrote leaves half a line
        if self.unfinished != digest:
            self._append({"run": digest, "file": file})
        with open(self._refused_path, "wb") as refused:
            refused.writelines(map(_line, self._refused))

    def settle(self, entry: dict) -> None:
        self._append(entry)
        if "violations" in entry:
            with open(self._refused_path, "ab") as refused:
                refused.write(_line(entry))

    def end(self) -> None:
        self._append({"end": True})

    def _append(self, entry: dict) -> None:
        self._sent.write(_line(entry))
        self._sent.flush()
        self._fold(entry)

    def _fold(self, entry: dict) -> None:
        if "run" in entry:
            self.unfinished, self.last_line = entry["run"], 0
            self.counts.clear()
            self._refused.clear()
        elif "end" in entry:
            self.unfinished = None
        else:
            self.last_line = entry["line"]
            self.counts[entry["outcome"]] += 1
            if "violations" in entry:
                self._refused.append(entry)
            if "id" in entry:
                self.accepted[entry["id"]] = entry


def _line(entry: dict) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"
