// A county's client of the Sunshine platform. Exit codes: 0 done, 1 failed, 2 some records refused, or different balances.
'use strict';
const { Access, explain } = require('./access');
const { balance } = require('./balance');
const { follow } = require('./follow');
const { importFile } = require('./import');
const { Journal } = require('./journal');
const { Stop, fromEnvironment } = require('./settings');

async function main([command, ...rest]) {
  const settings = fromEnvironment();
  const access = new Access(settings);
  try {
    if (command === 'import' && rest.length === 1) return await importFile(access, new Journal(settings.state), rest[0]);
    if (command === 'follow' && (rest.length === 0 || rest.join() === '--until-idle')) return await follow(access, settings, rest.length > 0);
    if (command === 'balance' && rest.length === 2) return await balance(access, settings, new Journal(settings.state), ...rest);
    throw new Stop('usage: import FILE | follow [--until-idle] | balance FROM TO   (days, as 2026-01-31)');
  } finally {
    access.close();
  }
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error) => {
  console.error(explain(error));
  process.exitCode = 1;
});
