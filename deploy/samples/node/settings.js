// What the environment says; README.md has the table.
'use strict';
const fs = require('node:fs');

/** Nothing to be tried again: a person has to do something. The message says what. */
class Stop extends Error {}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Stop(`The environment variable ${name} is not set.`);
  return value;
}

function address(name) {
  const url = URL.canParse(required(name)) ? new URL(required(name)) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new Stop(`${name} is not an http or https address.`);
  return url;
}

function secret(name) {
  try {
    return fs.readFileSync(required(name), 'utf8').trim();
  } catch (error) {
    throw error instanceof Stop ? error : new Stop(`${name}: ${error.message}`);
  }
}

const fromEnvironment = () => ({
  server: address('SUNSHINE_SERVER'),
  authority: address('SUNSHINE_AUTHORITY'),
  clientId: required('SUNSHINE_CLIENT_ID'),
  clientSecret: secret('SUNSHINE_CLIENT_SECRET_FILE'),
  agency: required('SUNSHINE_AGENCY'),
  state: process.env.SUNSHINE_STATE ?? 'state',
  language: process.env.SUNSHINE_LANGUAGE ?? 'zh-CN',
});

module.exports = { Stop, fromEnvironment };
