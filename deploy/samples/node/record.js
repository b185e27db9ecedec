// A line of the file as a record. The library takes what it knows of an object and drops the rest without a word; a misspelt field would be lost.
'use strict';
const { contracts } = require('./access');

const RECORD = 'sunshine.catalogue.v1.ImportRecord';

/** @throws {Error} if the line is not a record of the contract. */
function read(text) {
  const record = JSON.parse(text);
  check(record, RECORD, '');
  return record;
}

function check(value, name, where) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${where || 'The line'} must be an object.`);
  const fields = new Map(contracts[name].type.field.map((field) => [field.name, field]));
  for (const [key, given] of Object.entries(value)) {
    const field = fields.get(key);
    if (!field) throw new Error(`${where}${key}: there is no such field.`);
    const list = field.label === 'LABEL_REPEATED';
    if (list !== Array.isArray(given)) throw new Error(`${where}${key} must ${list ? '' : 'not '}be a list.`);
    for (const [i, each] of (list ? given : [given]).entries()) checkOne(each, field, `${where}${key}${list ? `[${i}]` : ''}`);
  }
}

function checkOne(value, field, where) {
  const type = field.typeName && (field.typeName.startsWith('.') ? field.typeName.slice(1) : `sunshine.catalogue.v1.${field.typeName}`);
  if (field.type === 'TYPE_MESSAGE') check(value, type, where + '.');
  else if (field.type === 'TYPE_ENUM' && !contracts[type].type.value.some((known) => known.name === value)) throw new Error(`${where}: there is no value ${value}.`);
  else if (field.type === 'TYPE_STRING' && typeof value !== 'string') throw new Error(`${where} must be a text.`);
}

module.exports = { read };
