/* runner.mjs - checks that are sentences, told as cmocka tells its own, so that ./check counts them.
 *
 *   await check('a gap that is clicked opens in the panel', async () => { ... });
 *   process.exitCode = tell(); */

const LIMIT_MS = 60000; // of one check; each of its steps has a limit of its own (stand.mjs)

let passed = 0;
/** @type {string[]} */
const failed = [];

/** @param {string} sentence */
const late = sentence => new Promise((_, reject) => {
  setTimeout(() => reject(new Error(`not done after ${LIMIT_MS / 1000} s: ${sentence}`)), LIMIT_MS).unref();
});

/** Run one check; a fault is told, the checks after it go on. @param {string} sentence @param {() => Promise<void>} body */
export async function check(sentence, body) {
  const begun = Date.now();
  try {
    await Promise.race([body(), late(sentence)]);
    passed += 1;
    console.log(`[       OK ] ${sentence} (${Date.now() - begun} ms)`);
  } catch (error) {
    failed.push(sentence);
    console.log(`[  FAILED  ] ${sentence}\n${String(error?.stack ?? error)}`);
  }
}

/** Checks that share a page; where they cannot even begin, that is told and the next scene goes on.
 * @param {string} name @param {() => Promise<void>} body */
export async function scene(name, body) {
  try {
    await body();
  } catch (error) {
    await check(`the scene begins: ${name}`, () => Promise.reject(error));
  }
}

/** The counts; 1 when a check failed or none has run. */
export function tell() {
  console.log(`[  PASSED  ] ${passed} test(s).`);
  if (failed.length) console.log(`[  FAILED  ] ${failed.length} test(s), listed below:`);
  for (const sentence of failed) console.log(`[  FAILED  ] ${sentence}`);
  return failed.length || !passed ? 1 : 0;
}
