/* page.mjs - the page in a real browser: what a visitor sees and does.
 * usage: node page.mjs PROGRAM SOURCE_ROOT NODE_MODULES CHROMIUM PICTURES */
import assert from 'node:assert/strict';
import { browse, faults, serve } from './stand.mjs';
import { check, scene, tell } from './runner.mjs';
import { looking } from './looking.mjs';
import { trying } from './trying.mjs';
import { keyboard } from './keyboard.mjs';
import { phone } from './phone.mjs';
import { tiles } from './tiles.mjs';
import { account, withAccount } from './account.mjs';
import { axe } from './axe.mjs';
import { sheets, withDuties } from './sheets.mjs';
import { reach } from './reach.mjs';
import { share, withAmounts } from './share.mjs';
import { fair } from './share_fair.mjs';
import { sheet } from './share_sheet.mjs';
import { withWriters, writing } from './share_write.mjs';

process.once('SIGTERM', () => process.exit(1)); // the time of the whole test is over
const [program, root, modules, chromium, pictures] = process.argv.slice(2);
const servers = await Promise.all([serve(program, ['--zone', `${root}/zones/changhe`, '--web', `${root}/web`]), withAccount(program, root), withDuties(program, root), withAmounts(program, root), withWriters(program, root)]);
const [open, closed, owing, withheld, written] = servers.map(server => server.address);
const stand = await browse(modules, chromium, pictures);
try {
  for (const part of [looking, trying, keyboard, phone, tiles, reach]) await scene(part.name, () => part(stand, open));
  await scene('share', () => share(stand, open, withheld));
  for (const part of [fair, sheet]) await scene(part.name, () => part(stand, open));
  await scene('share_write', () => writing(stand, open, written));
  await scene('account', () => account(stand, closed));
  await scene('sheets', () => sheets(stand, owing));
  await scene('axe', () => axe(stand, open, closed));
  await check('nothing breaks the policy, fails to load or is told on the console on any page', async () => assert.deepEqual(faults, []));
} finally {
  await stand.browser.close();
  await Promise.all(servers.map(server => server.stop()));
}
process.exitCode = tell();
