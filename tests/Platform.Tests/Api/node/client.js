// Knows nothing of the contracts but what the server tells by reflection. Prints what it saw as JSON.
'use strict';
const grpc = require('@grpc/grpc-js');
const { GrpcReflection } = require('grpc-js-reflection-client');

const [address, token, agency] = process.argv.slice(2);
const credentials = grpc.ChannelCredentials.createInsecure();

async function main() {
  const reflection = new GrpcReflection(address, credentials);
  const services = await reflection.listServices();
  const descriptor = await reflection.getDescriptorBySymbol('sunshine.catalogue.v1.CatalogueService');
  const root = descriptor.getPackageObject({ enums: String, longs: String, defaults: true });
  const client = new root.sunshine.catalogue.v1.CatalogueService(address, credentials);
  const caller = new grpc.Metadata();
  caller.set('authorization', 'Bearer ' + token);

  const record = (sourceId, title) => ({
    source_id: sourceId, title, agency_id: agency, placements: [{ channel: 'CHANNEL_WEBSITE', on: '2016-09-26' }],
  });
  const results = await new Promise((resolve, reject) => {
    const all = [];
    const stream = client.ImportItems(caller);
    stream.on('data', (response) => all.push(...response.results));
    stream.on('error', reject);
    stream.on('end', () => resolve(all));
    stream.write({ records: [record('node-1', '节点客户端一'), record('node-2', '')] });
    stream.write({ records: [record('node-3', '节点客户端二')] });
    stream.end();
  });

  const call = (method, request, metadata) => new Promise((resolve, reject) =>
    client[method](request, metadata, (error, response) => (error ? reject(error) : resolve(response))));
  const page = await call('ListItems', { query: '节点客户端', order: 'ORDER_NEWEST' }, new grpc.Metadata());
  const one = page.items.find((item) => item.title === '节点客户端一');
  const refused = await call('GetItem', { id: 'nothing' }, new grpc.Metadata()).catch((error) => error);

  console.log(JSON.stringify({
    services,
    outcomes: results.map((result) => result.outcome),
    fields: results.map((result) => result.violations.map((violation) => violation.field).join()),
    found: page.total_size,
    markedTitle: one && one.marked_title,
    refusedWith: refused.code,
  }));
  client.close();
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
