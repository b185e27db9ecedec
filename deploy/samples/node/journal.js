// What the platform has answered, line by line, in sent.jsonl: the one truth of where an import stands and of what the county has sent. It is only appended
// to, after the answer. If its end is lost, some records are sent again, and the platform answers that they are unchanged.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const line = (entry) => JSON.stringify(entry) + '\n';

class Journal {
  /** The digest of the file whose import has begun and not ended. */
  unfinished = null;
  /** The last line of the file that has its answer. */
  lastLine = 0;
  /** How many lines of the last import came to what. */
  counts = {};
  /** What the platform has taken, over all imports: by its id there. */
  accepted = new Map();
  #refused = []; #refusedPath; #path; #whole = 0; #sent;

  constructor(folder) {
    fs.mkdirSync(folder, { recursive: true });
    this.#refusedPath = path.join(folder, 'refused.jsonl');
    this.#path = path.join(folder, 'sent.jsonl');
    if (!fs.existsSync(this.#path)) return;
    const bytes = fs.readFileSync(this.#path);
    this.#whole = bytes.lastIndexOf(10) + 1;
    for (const text of bytes.subarray(0, this.#whole).toString().split('\n')) if (text) this.#fold(JSON.parse(text));
  }

  /** Goes on with the import of this very file if it was broken off, else begins one. */
  begin(file, digest) {
    this.#sent = fs.openSync(this.#path, 'a');
    // A process that was killed while it wrote leaves half a line.
    fs.ftruncateSync(this.#sent, this.#whole);
    if (this.unfinished !== digest) this.#append({ run: digest, file });
    fs.writeFileSync(this.#refusedPath, this.#refused.map(line).join(''));
  }

  settle(entry) {
    this.#append(entry);
    if (entry.violations) fs.appendFileSync(this.#refusedPath, line(entry));
  }

  end() { this.#append({ end: true }); }

  #append(entry) {
    fs.writeSync(this.#sent, line(entry));
    this.#fold(entry);
  }

  #fold(entry) {
    if (entry.run) {
      [this.unfinished, this.lastLine, this.counts, this.#refused] = [entry.run, 0, {}, []];
    } else if (entry.end) {
      this.unfinished = null;
    } else {
      this.lastLine = entry.line;
      this.counts[entry.outcome] = (this.counts[entry.outcome] ?? 0) + 1;
      if (entry.violations) this.#refused.push(entry);
      if (entry.id) this.accepted.set(entry.id, entry);
    }
  }
}

module.exports = { Journal };
