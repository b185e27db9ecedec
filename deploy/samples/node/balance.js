// Compares what the county has sent with what the platform has, of one window of days of publication. Counts alone would hide one item that is missing and
// another that is there instead, so the ids are compared too.
'use strict';

const LONGEST_CALL = 60_000;

async function balance(access, settings, journal, from, to) {
  const window = { agencyId: settings.agency, publishedFrom: from, publishedTo: to };
  const theirs = await access.unary('getBalance', window, LONGEST_CALL);
  const listed = new Map();
  for (let pageToken = undefined; pageToken !== ''; ) {
    const page = await access.unary('listItems', { ...window, order: 'ORDER_NEWEST', pageSize: 200, pageToken }, LONGEST_CALL);
    for (const item of page.items) listed.set(item.id, item);
    pageToken = page.nextPageToken;
  }
  const ours = [...journal.accepted.values()].filter((entry) => from <= entry.publishedOn && entry.publishedOn <= to);
  console.log(`${settings.agency}, ${from} to ${to}: ${ours.length} sent and accepted, ${theirs.count} on the platform, digest ${theirs.digest}`);
  if (journal.unfinished) console.log('an import has not ended: start it again first');
  const missing = ours.filter((entry) => !listed.has(entry.id));
  const others = [...listed.values()].filter((item) => !journal.accepted.has(item.id));
  for (const entry of missing) console.log(`missing there: ${entry.sourceId} ${entry.id}`);
  for (const item of others) console.log(`not sent from here: ${item.id} ${item.title}`);
  const same = missing.length === 0 && others.length === 0 && ours.length === Number(theirs.count);
  console.log(same ? 'balanced' : `different: ${missing.length} missing there, ${others.length} not sent from here`);
  return same ? 0 : 2;
}

module.exports = { balance };
