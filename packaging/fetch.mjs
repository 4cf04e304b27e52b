// fetch.mjs - is every address there? usage: node fetch.mjs URL ...     tells status and size; 1: one is not
let missing = 0;
for (const url of process.argv.slice(2)) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(20000) });
  const body = await answer.arrayBuffer();
  console.log(`${url} ${answer.status} ${body.byteLength}`);
  if (answer.status !== 200 || body.byteLength === 0) missing = 1;
}
process.exit(missing);
