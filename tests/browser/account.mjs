/* account.mjs - who has an account signs in and changes a row; who was slower is told what stands there now. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { check } from './runner.mjs';
import { computed, open, picture, serve, usable } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const EDITOR = 'wang', PASSWORD = '湖州长合区二零二六-7';

/** A server over a store of its own, with one editor of the whole zone. @param {string} program @param {string} root @param {string} [zone] a folder
 * @param {[string, string, string][]} [others] name, role, place of other accounts */
export async function withAccount(program, root, zone = `${root}/zones/changhe`, others = []) {
  const folder = mkdtempSync(`${tmpdir()}/changhe-`), store = `${folder}/zone.db`;
  const run = (/** @type {string[]} */ words, input = '') => {
    const done = spawnSync(program, words, { input, encoding: 'utf8' });
    assert.equal(done.status, 0, `${words.join(' ')}: ${done.stderr}`);
  };
  run(['load', zone, '--store', store]);
  for (const [name, role, place] of [[EDITOR, 'editor', 'zone'], ...others]) run(['user', 'add', name, '--store', store, '--role', role, '--place', place], `${PASSWORD}\n`);
  const server = await serve(program, ['--store', store, '--web', `${root}/web`]);
  return { address: server.address, stop: async () => { await server.stop(); rmSync(folder, { recursive: true }); } };
}

/** @param {Stand} stand @param {string} url */
export async function account(stand, url) {
  const page = await open(stand, url, { expects: /\b(401|409)\b/ }), other = await open(stand, url);
  await usable(page);
  await check('nobody may change a row before signing in', async () => {
    await openFirm(page);
    assert.equal(await page.getByRole('button', { name: '修改这一行' }).count(), 0);
  });
  await check('a wrong password is told and lets nobody in', async () => refused(page));
  await check('with the right one the visitor is named and may change rows', async () => { await signIn(page); await mayChange(page); });
  await check('a changed row is saved, shown, and taken back', async () => change(page));
  await check('who was slower is told what stands there now, and may keep it', async () => conflict(stand, page, other));
  await check('signing out takes the right to change away', async () => {
    await page.locator('.tool', { hasText: '退出' }).click();
    await page.locator('.tool', { hasText: '登录' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '修改这一行' }).count(), 0);
  });
  await Promise.all([page, other].map(one => one.context().close()));
}

/** The first firm that the zone would miss most. @param {any} page */
async function openFirm(page) {
  const row = page.locator('#list section[aria-labelledby=list-risk] .row').first();
  await row.click();
  await page.locator('#panel .selected .row[data-to^="firm:"]').first().click();
  await page.locator('#panel .facts').first().waitFor({ state: 'attached' });
}

/** @param {any} page @param {string} password @param {string} name */
async function fill(page, password, name = EDITOR) {
  await page.locator('#sign-name').fill(name);
  await page.locator('#sign-password').fill(password);
  await page.locator('dialog button[type=submit]').click();
}

/** @param {any} page */
async function refused(page) {
  await page.locator('.tool', { hasText: '登录' }).click();
  await fill(page, `${PASSWORD}?`);
  await page.locator('dialog .fault', { hasText: '账号或密码不对' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog').count(), 0);
}

/** @param {any} page @param {string} [name] */
export async function signIn(page, name = EDITOR) {
  await page.locator('.tool', { hasText: '登录' }).click();
  await fill(page, PASSWORD, name);
  await page.locator('.tool', { hasText: name }).waitFor();
  await computed(page);
}

/** @param {any} page */
const mayChange = page => page.getByRole('button', { name: '修改这一行' }).waitFor();

const note = (/** @type {any} */ page) => page.locator('#panel dt', { hasText: '备注' }).locator('+ dd');

/** @param {any} page */
async function change(page) {
  const before = await note(page).textContent();
  await page.getByRole('button', { name: '修改这一行' }).click();
  await page.locator('#edit-note').fill('已电话联系');
  await page.locator('.edit-row button[type=submit]').click();
  await note(page).filter({ hasText: '已电话联系' }).waitFor();
  await page.locator('#toast button', { hasText: '撤销' }).click();
  await note(page).filter({ hasNotText: '已电话联系' }).waitFor();
  assert.equal(await note(page).textContent(), before);
}

/** @param {Stand} stand @param {any} slow @param {any} quick */
async function conflict(stand, slow, quick) {
  await slow.getByRole('button', { name: '修改这一行' }).click();
  await slow.locator('#edit-note').fill('慢的人写的');
  await usable(quick);
  await openFirm(quick);
  await signIn(quick);
  await quick.getByRole('button', { name: '修改这一行' }).click();
  await quick.locator('#edit-note').fill('快的人写的');
  await quick.locator('.edit-row button[type=submit]').click();
  await note(quick).filter({ hasText: '快的人写的' }).waitFor();
  await slow.locator('.edit-row button[type=submit]').click();
  await slow.locator('.conflict .fault', { hasText: '有人先改了这一行' }).waitFor();
  assert.deepEqual(await slow.locator('.conflict tbody td').allTextContents(), ['快的人写的', '慢的人写的']);
  await picture(stand, slow, 'conflict');
  await slow.locator('.conflict button', { hasText: '用现在的' }).click();
  await note(slow).filter({ hasText: '快的人写的' }).waitFor();
}
