// The way to the platform: a channel, and a token that is always fresh.
'use strict';
const path = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const { Stop } = require('./settings');

const LONGEST_PAUSE = 30_000;

const contracts = loader.loadSync(
  ['sunshine/catalogue/v1/catalogue_service.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'],
  { includeDirs: [path.join(__dirname, 'contracts', 'protos')], enums: String, longs: String, defaults: true });
const { CatalogueService } = grpc.loadPackageDefinition(contracts).sunshine.catalogue.v1;

// Whether the same call may go well in a while. Imports and reads are safe to repeat.
const PASSING = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED', 'INTERNAL', 'UNKNOWN', 'CANCELLED'].map((name) => grpc.status[name]));

// Reads alone are repeated by the library: they change nothing. Imports and the feed go on from their own place instead.
const SERVICE_CONFIG = {
  methodConfig: [{
    name: ['GetBalance', 'ListItems'].map((method) => ({ service: 'sunshine.catalogue.v1.CatalogueService', method })),
    retryPolicy: { maxAttempts: 5, initialBackoff: '0.5s', maxBackoff: '10s', backoffMultiplier: 2, retryableStatusCodes: ['UNAVAILABLE'] },
  }],
};

/** The authority does not answer; it may in a while. */
class Away extends Error {}

class Access {
  #settings; #token = ''; #renewAt = 0;

  constructor(settings) {
    this.#settings = settings;
    const secure = settings.server.protocol === 'https:';
    const target = settings.server.port ? settings.server.host : `${settings.server.hostname}:${secure ? 443 : 80}`;
    this.catalogue = new CatalogueService(target, secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure(), {
      'grpc.service_config': JSON.stringify(SERVICE_CONFIG),
      // A connection that died silently is noticed within a minute.
      'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 20_000,
      'grpc.max_receive_message_length': 16 << 20,
    });
  }

  /** Every call has a token, a language for the reasons of refusals, and an end, in milliseconds: the last two arguments of a call. */
  async call(atMost) {
    if (performance.now() >= this.#renewAt) await this.#renew();
    const metadata = new grpc.Metadata();
    metadata.set('authorization', 'Bearer ' + this.#token);
    metadata.set('accept-language', this.#settings.language);
    return [metadata, { deadline: Date.now() + atMost }];
  }

  async unary(method, request, atMost) {
    const [metadata, options] = await this.call(atMost);
    return new Promise((resolve, reject) => this.catalogue[method](request, metadata, options, (error, answer) => (error ? reject(error) : resolve(answer))));
  }

  close() { this.catalogue.close(); }

  /** OAuth 2 client credentials (RFC 6749, 4.4); the authority says itself where its tokens are. */
  async #renew() {
    const asked = performance.now();
    const { authority, clientId, clientSecret } = this.#settings;
    const base = authority.href.replace(/\/$/, '');
    const about = await this.#json(base + '/.well-known/openid-configuration');
    const token = await this.#json(about.token_endpoint, new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }));
    if (!token.access_token) throw new Stop(`${base} is not an OpenID Connect authority: it gives no access_token.`);
    this.#token = token.access_token;
    // The last tenth of its life is for calls under way.
    this.#renewAt = asked + 0.9 * 1000 * (token.expires_in ?? 300);
  }

  async #json(url, form) {
    let response, text;
    try {
      response = await fetch(url, { method: form ? 'POST' : 'GET', body: form, signal: AbortSignal.timeout(10_000) });
      text = await response.text();
    } catch (error) {
      throw new Away(`no token from ${url}: ${error.cause?.message ?? error.message}`);
    }
    if (response.status === 400 || response.status === 401) throw new Stop(`The authority refuses a token to ${this.#settings.clientId}: ${text}`);
    if (!response.ok) throw new Away(`no token from ${url}: ${response.status}`);
    try {
      return JSON.parse(text);
    } catch {
      throw new Stop(`${url} is not of an OpenID Connect authority: it does not answer with JSON.`);
    }
  }
}

const isPassing = (error) => error instanceof Away || PASSING.has(error.code);

async function waitAfter(error, fruitless, where) {
  const wait = Math.min(500 * 2 ** fruitless, LONGEST_PAUSE);
  console.error(`${where}${explain(error)} - again in ${wait / 1000} s`);
  await pause(wait);
}

/** A refusal in one line: status, reason, sentence and the fields that are wrong. */
function explain(error) {
  if (grpc.status[error.code] === undefined || !error.metadata) return error.message;
  const read = (type, bytes) => contracts[type].deserialize(bytes);
  let reason = '', fields = '';
  for (const bytes of error.metadata.get('grpc-status-details-bin')) {
    for (const { type_url: url, typeUrl = url, value } of read('google.rpc.Status', bytes).details) {
      if (typeUrl.endsWith('/google.rpc.ErrorInfo')) reason = ` (${read('google.rpc.ErrorInfo', value).reason})`;
      if (typeUrl.endsWith('/google.rpc.BadRequest')) fields = read('google.rpc.BadRequest', value).fieldViolations.map((v) => `; ${v.field}: ${v.description}`).join('');
    }
  }
  return `${grpc.status[error.code]}${reason}: ${error.details}${fields}`;
}

module.exports = { Access, Away, contracts, explain, isPassing, waitAfter };
