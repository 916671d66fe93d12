// Clicks through the dashboard of a running proxy and says what it saw, a line for each thing.
// Arguments: the admin address, the token, the folder for screenshots, the folder with the certificate that serves, and one
// with another certificate.
'use strict';

const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');

const [address, token, folder, serving, other] = process.argv.slice(2);
const LIMIT = 30_000;

async function main() {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}, colorScheme: 'light'});
    page.setDefaultTimeout(LIMIT);
    page.on('pageerror', error => console.log('error on the page:', error.message));
    page.on('console', line => { if (line.type() === 'error') console.log('error on the console:', line.text()); });
    page.on('dialog', dialog => { console.log('a script of a client ran'); dialog.dismiss(); });
    await page.goto(address);
    await walk(page);
  } finally {
    await browser.close();
  }
}

const row = (page, table, text) => page.locator('#' + table + ' tbody tr', {hasText: text});
const cell = (page, table, text, head) => row(page, table, text).locator('td[data-head="' + head + '"]');

async function until(what, check) {
  const end = Date.now() + LIMIT;
  for (;;) {
    if (await check()) { console.log(what); return; }
    if (Date.now() > end) throw new Error('waited in vain: ' + what);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
const count = async (page, name) => Number(await cell(page, 'backends', name, 'connections').textContent());
const textIs = (locator, text) => async () => (await locator.textContent()).trim() === text;

async function walk(page) {
  await until('ready', textIs(page.locator('#ready'), 'ready'));
  await until('connections 40', textIs(page.locator('#tiles .tile b').first(), '40'));
  await until('both brokers have clients', async () => {
    const [one, two] = await Promise.all(['broker-1', 'broker-2'].map(name => count(page, name)));
    return one > 0 && two > 0 && one + two === 40;
  });
  await page.waitForTimeout(3_500); // so that the pictures have a line in their charts
  await pictures(page, 'before');

  await page.getByRole('button', {name: 'Drain broker-1'}).click();
  await page.locator('#askyes').click(); // yes, drain
  await page.locator('#askinput').fill(token); // asked once
  await page.keyboard.press('Enter');
  await until('broker-1 is DRAINED', textIs(cell(page, 'backends', 'broker-1', 'state'), 'DRAINED'));
  await until('broker-2 has 40', textIs(cell(page, 'backends', 'broker-2', 'connections'), '40'));
  await until('broker-1 has 0', textIs(cell(page, 'backends', 'broker-1', 'connections'), '0'));
  await pictures(page, 'drained');

  await page.getByRole('button', {name: 'Restore broker-1'}).click(); // the token is known
  await until('broker-1 is UP', textIs(cell(page, 'backends', 'broker-1', 'state'), 'UP'));

  await until('100 days left', textIs(cell(page, 'certificates', 'server', 'days left'), '100'));
  for (const file of ['tls.key', 'tls.crt']) {
    fs.copyFileSync(path.join(other, file), path.join(serving, file + '.new'));
    fs.renameSync(path.join(serving, file + '.new'), path.join(serving, file));
  }
  await until('10 days left', textIs(cell(page, 'certificates', 'server', 'days left'), '10'));

  await page.locator('#what').fill('*hostile*');
  await until('the hostile name is text', async () => { // asked anew each time: the answer may be older than the client
    await page.locator('#what').press('Enter');
    return await row(page, 'sessions', '<img src=x onerror=alert(1)>').count() === 1;
  });
  await page.getByRole('button', {name: 'Ban 1 h'}).click();
  await page.locator('#askyes').click();
  await until('the hostile one is banned', async () =>
    (await row(page, 'bans', '<img src=x onerror=alert(1)>').count()) === 1);
  await until('its refusal is shown', async () => (await row(page, 'refusals', 'banned').count()) >= 1);
  await until('its reason is counted', async () => (await row(page, 'reasons', 'banned').count()) === 1);
  await pictures(page, 'banned');

  await page.getByRole('button', {name: 'Lift'}).click();
  await until('the ban is lifted', async () => (await page.locator('#bans', {hasText: 'nobody is banned'}).count()) === 1);

  await page.locator('#what').fill('d1*');
  await until('found eleven', async () => {
    await page.getByRole('button', {name: 'Search'}).click();
    return await page.locator('#sessions tbody tr').count() === 11;
  });
  await page.getByRole('button', {name: 'Disconnect all of these'}).click();
  await page.locator('#askyes').click();
  await until('told how many end', async () => /11 connections end/.test(await page.locator('#notice').textContent()));

  const [reasons] = await Promise.all([page.waitForEvent('popup'), page.locator('#reasons a', {hasText: 'banned'}).click()]);
  await until('the reason is explained', async () => /banned/.test(await reasons.locator('dt#banned').textContent()));
  await reasons.close();

  await keyboard(page);
}

/** Every button can be reached without a mouse, and shows that it has the focus. */
async function keyboard(page) {
  await page.locator('#token').focus();
  const seen = new Set();
  for (let i = 0; i < 60; i++) {
    seen.add(await page.evaluate(() => document.activeElement.getAttribute('aria-label') || document.activeElement.id
      || document.activeElement.textContent));
    await page.keyboard.press('Tab');
  }
  for (const name of ['token', 'Drain broker-1', 'Drain broker-2', 'what', 'banvalue']) {
    if (!seen.has(name)) throw new Error('not reached by the keyboard: ' + name + ' of ' + [...seen].join(', '));
  }
  console.log('the keyboard reaches everything');
}

async function pictures(page, name) {
  for (const [width, scheme] of [[1280, 'light'], [390, 'dark']]) {
    await page.setViewportSize({width, height: 900});
    await page.emulateMedia({colorScheme: scheme});
    await page.waitForTimeout(1_200); // a tick, in which the charts are drawn anew
    await page.evaluate(() => window.scrollTo(0, 0)); // the head of the page sticks where one has scrolled to
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    console.log(wide <= width ? 'fits ' + width : 'too wide for ' + width + ': ' + wide);
    await page.screenshot({path: folder + '/' + name + '-' + width + '.png', fullPage: true});
  }
  await page.setViewportSize({width: 1280, height: 900});
  await page.emulateMedia({colorScheme: 'light'});
}

main().then(() => console.log('done'), error => { console.error(error); process.exitCode = 1; });
