// Follows what becomes public, changes and is taken back, and keeps a copy of each item in a file of its own. The place is stored after the work: killed in
// between, the same change comes once more, and doing it again makes no difference. Put your own work into apply and keep it so.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const { isPassing, waitAfter } = require('./access');

const LONGEST_CALL = 600_000;

async function follow(access, settings, untilIdle) {
  const place = path.join(settings.state, 'cursor');
  const items = path.join(settings.state, 'items');
  fs.mkdirSync(items, { recursive: true });
  for (let fruitless = 0; ; fruitless++) {
    try {
      const cursor = fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : '';
      const call = access.catalogue.watchItems({ cursor, agencyId: settings.agency }, ...(await access.call(LONGEST_CALL)));
      let first = true;
      for await (const message of call) {
        const nothing = message.change === 'CHANGE_UNSPECIFIED';
        if (!nothing) apply(items, message);
        replace(place, message.cursor);
        // A cursor alone: at the beginning where we are, later that nothing has happened for some seconds.
        if (untilIdle && !first && nothing) {
          call.on('error', () => {}).cancel();
          return 0;
        }
        first = false;
        fruitless = 0;
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (error.code !== grpc.status.DEADLINE_EXCEEDED) await waitAfter(error, fruitless, '');
    }
  }
}

function apply(items, message) {
  // As it is public now, which may be newer than this change.
  const file = path.join(items, message.itemId + '.json');
  if (!message.item.withdrawal) replace(file, JSON.stringify(message.item, null, 1));
  else fs.rmSync(file, { force: true });
  console.log(`${new Date(message.occurredAt.seconds * 1000).toISOString()} ${message.change.replace('CHANGE_', '')} ${message.itemId} ${message.item.title}`);
}

/** The whole or nothing, whenever the process dies. */
function replace(file, text) {
  fs.writeFileSync(file + '.new', text);
  fs.renameSync(file + '.new', file);
}

module.exports = { follow };
