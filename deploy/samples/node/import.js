// Sends a file of records, one JSON object a line, over one stream. What was sent and is not answered is bounded; each answer is noted in the journal. However
// it breaks off, the next call or the next start goes on after the last line that has an answer.
'use strict';
const crypto = require('node:crypto');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { pipeline } = require('node:stream/promises');
const { explain, isPassing, waitAfter } = require('./access');
const record = require('./record');
const { Stop } = require('./settings');

const BATCH_RECORDS = 100;
const BATCH_CHARACTERS = 1 << 20;
const BATCHES_UNANSWERED = 20;

// A stream that lasts longer is ended and goes on as a new one, with a fresh token. It also ends one that hangs.
const LONGEST_CALL = 120_000;

// Attempts in a row that brought no answer, before a person is asked.
const MOST_FRUITLESS = 12;

async function importFile(access, journal, file) {
  journal.begin(path.basename(file), await digest(file));
  if (journal.lastLine) console.log(`${file}: goes on after line ${journal.lastLine}`);
  for (let fruitless = 0; ; fruitless++) {
    const before = journal.lastLine;
    try {
      await sendTheRest(access, journal, file);
      break;
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (journal.lastLine > before) fruitless = 0;
      if (fruitless === MOST_FRUITLESS) throw new Stop(`Given up at line ${journal.lastLine}; start it again and it goes on from there. ${explain(error)}`);
      await waitAfter(error, fruitless, `line ${journal.lastLine}: `);
    }
  }
  journal.end();
  console.log(`${file}: ` + Object.entries(journal.counts).sort().map(([outcome, count]) => `${count} ${outcome.toLowerCase()}`).join(', '));
  return journal.counts.REFUSED || journal.counts.UNREADABLE ? 2 : 0;
}

async function sendTheRest(access, journal, file) {
  const unanswered = []; // of { line, record, problem }, in the order of the file
  const call = access.catalogue.importItems(...(await access.call(LONGEST_CALL)));
  let waiting = 0, ended = false, room = () => {};

  const settleUnreadable = () => {
    while (unanswered[0]?.problem) {
      const { line, problem } = unanswered.shift();
      journal.settle({ line, outcome: 'UNREADABLE', violations: [{ field: '', description: problem }] });
    }
  };
  const settle = (result) => {
    settleUnreadable();
    const { line, record: sent } = unanswered.shift();
    const entry = { line, sourceId: result.sourceId, outcome: result.outcome.replace('IMPORT_OUTCOME_', '') };
    if (entry.outcome === 'REFUSED') entry.violations = result.violations.map(({ field, description }) => ({ field, description }));
    // The day by which the platform counts it: that of the first placement.
    else Object.assign(entry, { id: result.id, publishedOn: sent.placements.map((placement) => placement.on).sort()[0] });
    journal.settle(entry);
  };
  const answers = new Promise((resolve, reject) => {
    call.on('data', (answer) => {
      answer.results.forEach(settle);
      waiting--;
      room();
    });
    call.on('error', reject);
    call.on('end', resolve);
  }).finally(() => {
    ended = true;
    room();
  });

  async function send() {
    let batch = [], size = 0;
    const write = async () => {
      while (waiting >= BATCHES_UNANSWERED && !ended) await new Promise((resolve) => { room = resolve; });
      if (ended) return;
      waiting++;
      call.write({ records: batch });
      [batch, size] = [[], 0];
    };
    for await (const row of rows(file, journal.lastLine)) {
      if (ended) return; // Whoever reads the answers hears why.
      unanswered.push(row);
      if (row.problem) continue;
      batch.push(row.record);
      size += row.length;
      if (batch.length === BATCH_RECORDS || size >= BATCH_CHARACTERS) await write();
    }
    if (batch.length) await write();
    call.end();
  }

  await Promise.all([answers, send().catch((error) => { call.cancel(); throw error; })]);
  settleUnreadable();
  if (unanswered.length) throw new Stop('The stream ended before every record had its answer; start it again.');
}

/** The rows after the last line that has its answer. */
async function* rows(file, after) {
  const input = fs.createReadStream(file, 'utf8');
  await once(input, 'open');
  let line = 0;
  for await (const text of readline.createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (line <= after || !text.trim()) continue;
    try {
      yield { line, record: record.read(text.replace(/^\uFEFF/, '')), length: text.length };
    } catch (error) {
      yield { line, problem: error.message };
    }
  }
}

async function digest(file) {
  const hash = crypto.createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

module.exports = { importFile };
